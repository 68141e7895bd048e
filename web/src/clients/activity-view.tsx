import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { ceilTo, countText, HOUR_MS } from "#kernel";
import { SeriesChart } from "../charts/series-chart.tsx";
import type { Activity } from "../server/wire.ts";
import { usePageSearch } from "../shell/use-search.ts";
import { useRange } from "../time/use-range.ts";
import { windowTip } from "../traffic/kpi-tips.ts";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { ActiveClients } from "./active-clients.tsx";
import { activitySentence, activitySeries, type Figure, figureOf, FIGURES, startText } from "./activity-series.ts";
import { activityQuery, type Period, PERIODS } from "./client-list-queries.ts";

const SPANS: Readonly<Record<Period, string>> = { day: "30 days", week: "12 weeks", month: "12 months" };

/** Who came, came back and stayed away, over the periods up to the end of the page's range. */
export function ActivityView({ api, title }: { api: string; title: string }) {
  const [{ period: asked, figure, since }, change] = usePageSearch();
  const { interval, now } = useRange();
  const period = PERIODS.find((each) => each === asked) ?? "week";
  const query = useQuery(activityQuery(api, period, ceilTo(interval.to, HOUR_MS)));
  const chosen = FIGURES.find((each) => each.figure === figure);
  return (
    <Answer query={query} skeleton={<Skeleton className="h-64" />}>
      {(activity) => (
        <>
          <Sentence>{activitySentence(activity, title, now)}</Sentence>
          {!activity.exact && (
            <p className="text-warn">▲ There are more names than the server tells apart, so these are too few.</p>
          )}
          <Chart activity={activity} />
          {chosen !== undefined && since !== undefined && (
            <ActiveClients
              key={`${period} ${chosen.figure} ${since}`}
              api={api}
              asked={{ period, figure: chosen.figure, at: since }}
            />
          )}
          <Section
            title="Period by period"
            aside={
              <SelectField
                label={`The last ${SPANS[period]} up to the end of the range, by`}
                beside
                value={period}
                set={(value) => change({ period: value, figure: undefined, since: undefined })}
                options={PERIODS}
              />
            }
          >
            <ListTable
              caption={`Clients by ${period}`}
              columns={columnsOf(activity)}
              rows={activity.items}
              keyOf={({ from }) => from}
              order="-from"
              file={`${api}-clients-by-${period}`}
              empty={
                <EmptyState title="Nothing is counted yet">Clients are counted from the first record on.</EmptyState>
              }
            />
          </Section>
        </>
      )}
    </Answer>
  );
}

function Chart({ activity }: { activity: Activity }) {
  const chart = useMemo(() => activitySeries(activity), [activity]);
  return <SeriesChart chart={chart} height={200} />;
}

type Row = Activity["items"][number];

/** From when, and each figure as a door to the clients that it counts. */
function columnsOf({ period, exact }: Activity): readonly Column<Row>[] {
  return [
    {
      key: "from",
      head: `${period} from`,
      isText: true,
      value: ({ from }) => from,
      cell: ({ from, to }) => (
        <span data-tip={windowTip({ from: Date.parse(from), to: Date.parse(to) })}>{startText(period, from)}</span>
      ),
    },
    ...FIGURES.map(({ figure, means }): Column<Row> => ({
      key: figure,
      head: figure,
      tip: means,
      value: (row) => figureOf(row, figure),
      cell: (row) => <FigureDoor row={row} figure={figure} means={means} exact={exact} />,
    })),
  ];
}

interface FigureDoorProps {
  readonly row: Row;
  readonly figure: Figure;
  readonly means: string;
  /** Whether all names were told apart. */
  readonly exact: boolean;
}

function FigureDoor({ row, figure, means, exact }: FigureDoorProps) {
  const number = figureOf(row, figure);
  if (number === 0) return <span className="text-soft">0</span>;
  const window = windowTip({ from: Date.parse(row.from), to: Date.parse(row.to) });
  return (
    <Link
      to="."
      search={(before: Record<string, string>) => ({ ...before, figure, since: row.from })}
      resetScroll={false}
      className="door"
      data-tip={`${means}.\n${countText(row.registered[figure])} registered, ${countText(row.observed[figure])} only seen. ${exact ? "Exact" : "Not exact"}.\n${window}\nShow them`}
    >
      {countText(number)}
    </Link>
  );
}
