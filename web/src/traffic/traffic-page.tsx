import { useApiTitle, usePageApi } from "../shell/use-api.ts";
import { usePageSearch } from "../shell/use-search.ts";
import type { GroupBy } from "../server/wire.ts";
import { useRange } from "../time/use-range.ts";
import { Answer, Skeleton } from "../ui/state.tsx";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { GroupTable } from "./group-table.tsx";
import { KpiStrip } from "./kpi-strip.tsx";
import { OnlyChips } from "./only-chips.tsx";
import { TrafficCharts } from "./traffic-charts.tsx";
import { Recompute } from "./recompute.tsx";
import { trafficSentence } from "./traffic-sentence.ts";
import { useKpis } from "./use-kpis.ts";
import { Sentence } from "../ui/sentence.tsx";

const DIMENSIONS: readonly GroupBy[] = ["operation", "client", "status", "version", "release", "region", "plan"];

/** The requests of an API over time, and told apart by a dimension; all of it, or one client's or operation's. */
export function TrafficPage() {
  const api = usePageApi();
  const title = useApiTitle(api);
  const [{ client, operation, by }, change] = usePageSearch();
  const only = { client, operation };
  const groupBy = DIMENSIONS.find((each) => each === by) ?? "operation";
  const { query, slots, before } = useKpis(api, only);
  const { interval } = useRange();
  return (
    <>
      <h1 className="sr-only">Traffic of {title}</h1>
      <OnlyChips client={client} operation={operation} change={change} />
      <Answer query={query} skeleton={<Skeleton className="h-48" />}>
        {(kpis) =>
          slots !== undefined && (
            <>
              <Sentence>{trafficSentence(title, kpis, only)}</Sentence>
              <KpiStrip
                kpis={kpis}
                slots={slots}
                before={before}
                operation={operation}
                {...(client === undefined ? {} : { client })}
              />
              <TrafficCharts api={api} slots={slots} />
            </>
          )
        }
      </Answer>
      <Section
        title={`By ${groupBy}`}
        aside={
          <SelectField
            label="Tell apart by"
            beside
            value={groupBy}
            set={(dimension) => change({ by: dimension, sort: undefined })}
            options={DIMENSIONS}
          />
        }
      >
        <GroupTable api={api} groupBy={groupBy} interval={interval} only={only} order="-requests" />
      </Section>
      <Recompute api={api} interval={interval} only={only} />
    </>
  );
}
