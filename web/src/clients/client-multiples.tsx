import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { smallMultiples } from "#charts";
import { MarkupChart } from "../charts/markup-chart.tsx";
import { kpisQuery } from "../server/queries.ts";
import type { Group, Kpis } from "../server/wire.ts";
import { stepMs } from "../time/range.ts";
import { useRange } from "../time/use-range.ts";
import { Skeleton } from "../ui/state.tsx";

const COLUMNS_MAX = 60;

/** A small picture for each of a few clients, in the order given, one under the same time as the others. */
export function ClientMultiples({ api, clients }: { api: string; clients: readonly Group[] }) {
  const { interval } = useRange();
  const step = stepMs(interval, COLUMNS_MAX);
  const answers = useQueries({
    queries: clients.map(({ key }) => kpisQuery({ api, interval, client: key, stepMs: step })),
  });
  return (
    <ul className="grid grid-cols-2 gap-x-3 gap-y-2 lg:grid-cols-4">
      {clients.map((client, i) => {
        const kpis = answers[i]?.data;
        return (
          <li key={client.key} className="min-w-0">
            <Link
              to={`/apis/${encodeURIComponent(api)}/clients/${encodeURIComponent(client.key)}`}
              className="block rounded-s hover:bg-raised"
            >
              {kpis === undefined ? (
                <Skeleton className="h-16" />
              ) : (
                <Picture kpis={kpis} client={client} index={i} step={step} />
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

interface PictureProps {
  readonly kpis: Kpis;
  readonly client: Group;
  readonly index: number;
  readonly step: number;
}

function Picture({ kpis, client, index, step }: PictureProps) {
  const points = (kpis.series ?? []).map(({ at, valid, bad }) => ({ at: Date.parse(at), valid, bad }));
  const chart = smallMultiples({
    id: `client-${index}`,
    interval: { from: Date.parse(kpis.from), to: Date.parse(kpis.to) },
    slotMs: kpis.stepMs ?? step,
    items: [
      { name: client.key, requests: client.requests, bad: client.bad, availability: client.availability, points },
    ],
  });
  return <MarkupChart chart={chart} />;
}
