import { countText, type Interval, latencyText, ratioText, shortCountText } from "#kernel";
import { Kpi } from "../overview/kpi.tsx";
import { BAD_CLASS } from "../records/records-search.ts";
import type { Kpis } from "../server/wire.ts";
import { Door } from "../ui/door.tsx";
import { availabilityTip, latencyTip, requestsTip, windowTip } from "./kpi-tips.ts";
import type { Slots } from "./series-of.ts";
import { rangeSpanText } from "../time/span-text.ts";

interface KpiStripProps {
  readonly kpis: Kpis;
  readonly slots: Slots;
  /** The range of the same length before; undefined while it is not known, or not compared with. */
  readonly before: Kpis | undefined;
  readonly client?: string;
  readonly operation?: string | undefined;
}

/** The four numbers to steer by, each with the period before it and its course; of one client, those but the number of clients. */
export function KpiStrip({ kpis, slots, before: previous, client, operation }: KpiStripProps) {
  const window = slots.interval;
  const { latencyMs, clients } = kpis;
  const records = { interval: window, client, operation };
  const rate = kpis.requests / ((window.to - window.from) / 1_000);
  const length = rangeSpanText(window);
  const before = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : `${text} in the ${length} before`;
  const least = slots.points.reduce((low, point) => Math.min(low, point?.availability ?? 1), 1);
  return (
    <dl
      className={`grid grid-cols-2 border-y border-rule ${client === undefined ? "lg:grid-cols-4" : "lg:grid-cols-3"}`}
    >
      <Kpi
        name="Availability"
        note={`${countText(kpis.bad)} bad of ${countText(kpis.valid)} valid`}
        before={before(textOf(previous?.availability, ratioText))}
        trend={slots.points.map((point) => point?.availability ?? null)}
        low={Math.min(least, 0.999)}
      >
        <Door tip={availabilityTip(kpis, window)} records={{ ...records, class: BAD_CLASS }}>
          {kpis.availability === null ? "–" : ratioText(kpis.availability)}
        </Door>
      </Kpi>
      <Kpi
        name="Performance, p99"
        note={durationNote(kpis)}
        before={before(textOf(previous?.latencyMs?.p99, latencyText))}
        trend={slots.points.map((point) => point?.latencyMs?.p99 ?? null)}
      >
        {latencyMs === null || latencyMs.p99 === null ? (
          "–"
        ) : (
          <Door tip={latencyTip(latencyMs, window)} records={{ ...records, minDurationMs: Math.floor(latencyMs.p99) }}>
            {latencyText(latencyMs.p99)}
          </Door>
        )}
      </Kpi>
      {client === undefined && (
        <ActiveClients
          clients={clients}
          records={records}
          before={before(previous && countText(previous.clients.active))}
        />
      )}
      <Kpi
        name="Requests"
        note={`${rate >= 10 ? countText(rate) : rate.toFixed(rate < 1 ? 2 : 1)} a second on average`}
        before={before(previous && shortCountText(previous.requests))}
        trend={slots.points.map((point) => point?.requests ?? 0)}
      >
        <Door tip={requestsTip(kpis, window)} records={records}>
          {shortCountText(kpis.requests)}
        </Door>
      </Kpi>
    </dl>
  );
}

interface ActiveClientsProps {
  readonly clients: Kpis["clients"];
  /** Which requests are meant. */
  readonly records: { readonly interval: Interval; readonly operation: string | undefined };
  readonly before: string | undefined;
}

function ActiveClients({ clients, records, before }: ActiveClientsProps) {
  const note = clients.observed === 0 ? "active" : `active, ${countText(clients.observed)} unregistered`;
  return (
    <Kpi name="Client applications" note={note} before={before} trend={[]}>
      <Door tip={`Clients with at least one request. Exact.\n${windowTip(records.interval)}`} records={records}>
        {countText(clients.active)}
      </Door>
    </Kpi>
  );
}

/** "half within 32 ms, the upstream 30 ms" */
function durationNote({ latencyMs, upstreamMs }: Kpis): string {
  const half = textOf(latencyMs?.p50, latencyText);
  const behind = textOf(upstreamMs?.p50, latencyText);
  if (half === undefined) return "no durations in the records";
  return `half within ${half}${behind === undefined ? "" : `, the upstream ${behind}`}`;
}

/** A figure in words; undefined where it is not known. */
function textOf(value: number | null | undefined, text: (value: number) => string): string | undefined {
  return value === null || value === undefined ? undefined : text(value);
}
