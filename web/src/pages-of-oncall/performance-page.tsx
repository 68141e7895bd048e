import { useQuery } from "@tanstack/react-query";
import { countText, DAY_MS, isoText, ratioText, spanText } from "#kernel";
import { VIEWER_ZONE } from "../time/local-time.ts";
import { useServerNow } from "../time/server-clock.ts";
import type { Column } from "../ui/column.ts";
import { ListTable } from "../ui/list-table.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import { type Performance, performanceQuery } from "./page-queries.ts";

const SPAN_MS = 30 * DAY_MS;
/** It is asked for again when an hour has passed, not each second. */
const STEP_MS = DAY_MS / 24;

/** How well pages were answered in the last 30 days: how soon, by whom, and how many were for nothing. */
export function PerformancePage() {
  const to = Math.ceil(useServerNow() / STEP_MS) * STEP_MS;
  const query = useQuery(performanceQuery({ from: isoText(to - SPAN_MS), to: isoText(to), zone: VIEWER_ZONE }));
  return (
    <>
      <h1 className="mb-0.5">On-call performance</h1>
      <Answer query={query} skeleton={<Skeleton className="h-64" />}>
        {(performance) => (
          <>
            <Sentence>{performanceSentence(performance)}</Sentence>
            <Delays performance={performance} />
            <Section title="People">
              <ListTable
                caption="People who were paged"
                columns={COLUMNS}
                rows={performance.people}
                keyOf={({ person }) => person}
                order="pages"
                file="oncall-performance"
                empty={
                  <EmptyState title="Nobody was paged">
                    <p>Whoever is paged stands here: how often, how often at night, and how many they took.</p>
                  </EmptyState>
                }
              />
            </Section>
            <p className="mt-1 text-soft">
              Nights are 22:00 to 07:00 by the clock of {performance.zone}. A shift is any twelve hours. The mean time
              to reaction counts from the first message.
            </p>
          </>
        )}
      </Answer>
    </>
  );
}

function performanceSentence({ pages, acknowledge, noise }: Performance): string {
  if (pages === 0) return "No page in the last 30 days.";
  const all = pages === 1 ? "1 page" : `${countText(pages)} pages`;
  const soon =
    acknowledge.medianMs === null ? "nobody acted on any" : `half were taken within ${spanText(acknowledge.medianMs)}`;
  return `${all} in the last 30 days; ${soon}. ${noiseWords(noise)}`.trim();
}

function noiseWords({ pages, of }: Performance["noise"]): string {
  if (of === 0) return "";
  if (pages === 0) return "None of those that are over ended without anybody acting.";
  return `${ratioText(pages / of)} of those that are over ended without anybody acting.`;
}

function Delays({ performance: { detect, acknowledge } }: { performance: Performance }) {
  return (
    <table className="w-full max-w-[640px] [&_td]:pl-1 [&_th]:not-first:pl-1">
      <caption className="sr-only">How soon</caption>
      <thead>
        <tr className="text-left text-soft">
          <th scope="col">From</th>
          <th scope="col">n</th>
          <th scope="col">Median</th>
          <th scope="col">p90</th>
          <th scope="col">Mean</th>
        </tr>
      </thead>
      <tbody>
        <DelayRow name="alert to first message" delays={detect} />
        <DelayRow name="first message to reaction" delays={acknowledge} />
      </tbody>
    </table>
  );
}

function DelayRow({ name, delays: { n, medianMs, p90Ms, meanMs } }: { name: string; delays: Performance["detect"] }) {
  return (
    <tr className="border-t border-rule">
      <th scope="row" className="text-left font-normal">
        {name}
      </th>
      <td>{countText(n)}</td>
      <td>{delayText(medianMs)}</td>
      <td>{delayText(p90Ms)}</td>
      <td>{delayText(meanMs)}</td>
    </tr>
  );
}

function delayText(ms: number | null): string {
  return ms === null ? "–" : spanText(ms);
}

type Row = Performance["people"][number];

const COLUMNS: readonly Column<Row>[] = [
  { key: "person", head: "Person", isText: true, value: ({ person }) => person, cell: ({ person }) => person },
  { key: "pages", head: "Pages", value: ({ pages }) => -pages, cell: ({ pages }) => countText(pages) },
  { key: "night", head: "At night", value: ({ night }) => night, cell: ({ night }) => countText(night) },
  {
    key: "shift",
    head: "Most in 12 h",
    tip: "More than two in a shift are too many to work on.",
    value: ({ mostInShift }) => mostInShift,
    cell: ({ mostInShift }) => countText(mostInShift),
  },
  { key: "reacted", head: "Took first", value: ({ reacted }) => reacted, cell: ({ reacted }) => countText(reacted) },
  {
    key: "proven",
    head: "Last proven",
    tip: "When the person last acted by a message.",
    isText: true,
    value: ({ provenAt }) => provenAt,
    cell: ({ provenAt, methods }) =>
      methods === 0 ? "not reachable" : provenAt === null ? "never" : <Time at={provenAt} />,
  },
];
