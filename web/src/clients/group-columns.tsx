import type { ReactNode } from "react";
import { countText, type Interval, latencyText, ratioText } from "#kernel";
import { BAD_CLASS, type RecordsAsked } from "../records/records-search.ts";
import type { Group } from "../server/wire.ts";
import { availabilityTip, latencyTip, requestsTip, windowTip } from "../traffic/kpi-tips.ts";
import type { Column } from "../ui/column.ts";
import { Door } from "../ui/door.tsx";

interface GroupColumnsAsked {
  readonly head: string;
  readonly interval: Interval;
  readonly name: (key: string) => ReactNode;
  /** Which records a group is. */
  readonly records: (key: string) => Omit<RecordsAsked, "interval">;
}

/** The columns that traffic has by whatever it is grouped. */
export function groupColumns({ head, interval, name, records }: GroupColumnsAsked): readonly Column<Group>[] {
  const asked = (group: Group): RecordsAsked => ({ interval, ...records(group.key) });
  return [
    { key: "name", head, isText: true, value: ({ key }) => key, cell: ({ key }) => name(key) },
    {
      key: "bad",
      head: "bad",
      tip: "Server errors, time-outs, no answer",
      value: (group) => group.bad,
      cell: (group) => (
        <Door
          tip={`${countText(group.bad)} bad of ${countText(group.valid)} valid. Exact.\n${windowTip(interval)}`}
          records={{ ...asked(group), class: BAD_CLASS }}
          className={group.bad > 0 ? "font-semibold" : "text-soft"}
        >
          {countText(group.bad)}
        </Door>
      ),
    },
    {
      key: "availability",
      head: "availability",
      value: (group) => group.availability,
      cell: (group) => (
        <span data-tip={availabilityTip(group, interval)}>
          {group.availability === null ? "–" : ratioText(group.availability)}
        </span>
      ),
    },
    {
      key: "requests",
      head: "requests",
      value: (group) => group.requests,
      cell: (group) => (
        <Door tip={requestsTip(group, interval)} records={asked(group)}>
          {countText(group.requests)}
        </Door>
      ),
    },
    countColumn("clientFaults", { head: "client faults", tip: "4xx answers but 429: counted as good" }),
    countColumn("throttled", { head: "throttled", tip: "429 answers: excluded" }),
    latencyColumn("p50", interval),
    latencyColumn("p99", interval),
  ];
}

function countColumn(key: "clientFaults" | "throttled", look: Pick<Column<Group>, "head" | "tip">): Column<Group> {
  return {
    key,
    ...look,
    value: (group) => group[key],
    cell: (group) => <span className={group[key] === 0 ? "text-soft" : ""}>{countText(group[key])}</span>,
  };
}

function latencyColumn(name: "p50" | "p99", interval: Interval): Column<Group> {
  return {
    key: name,
    head: name,
    tip: "Latency: within 1 % of the true percentile",
    value: ({ latencyMs }) => latencyMs?.[name] ?? null,
    cell: ({ latencyMs }) => {
      const value = latencyMs?.[name] ?? null;
      if (!latencyMs || value === null) return <span className="text-soft">–</span>;
      return <span data-tip={latencyTip(latencyMs, interval)}>{latencyText(value)}</span>;
    },
  };
}
