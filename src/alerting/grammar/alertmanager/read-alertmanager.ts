import type { Node } from "yaml";
import { closeWord } from "#kernel";
import type { RouteTable } from "../../model/routing/route.ts";
import type { RoutingFile } from "../routing-file.ts";
import type { RoutingReading } from "../routing-reading.ts";
import { importRemarks } from "./import-remarks.ts";
import { readInhibitRules } from "./read-inhibit-rules.ts";
import { readReceivers, type Receiver } from "./read-receivers.ts";
import { RouteReader, type RouteReferences } from "./read-route.ts";
import { type ReadTimes, readTimeIntervals } from "./read-time-intervals.ts";

/** Parts of an alertmanager.yml. */
export const ALERTMANAGER_KEYS = [
  "route",
  "receivers",
  "inhibit_rules",
  "time_intervals",
  "mute_time_intervals",
  "global",
  "templates",
  "tracing",
] as const;
const UNUSED = ["global", "templates", "tracing"];

/** An alertmanager.yml, read as Alertmanager reads it. Faults are in `reading`; a root of the tree is there anyway. */
export function readAlertmanager(contents: Node | null, reading: RoutingReading): RoutingFile {
  const entries = new Map(
    reading.entries(reading.map(contents, 0, "expected an alertmanager.yml."), ALERTMANAGER_KEYS),
  );
  const reader = new RouteReader(reading);
  const root = reader.root(entries.get("route") ?? null);
  const receivers = readReceivers(entries.get("receivers"), reading);
  const read: ReadTimes = { times: new Map(), local: [] };
  for (const key of ["mute_time_intervals", "time_intervals"]) readTimeIntervals(entries.get(key), reading, read);
  const inhibitRules = readInhibitRules(entries.get("inhibit_rules"), reading);
  const table: RouteTable = { root, times: read.times };
  checkReferences(reader.references, { receivers, table }, reading);
  const unused = UNUSED.filter((key) => entries.has(key));
  const remarks = importRemarks({ receivers, inhibitRules, unused, local: read.local });
  return { kind: "alertmanager", table, inhibitRules, remarks };
}

interface Known {
  readonly receivers: readonly Receiver[];
  readonly table: RouteTable;
}

function checkReferences({ receivers, times }: RouteReferences, known: Known, reading: RoutingReading): void {
  const names = known.receivers.map(({ name }) => name);
  for (const [name, node] of receivers) {
    if (names.includes(name)) continue;
    reading.faultAt(node, `no receiver has the name "${name}". ${remedy(name, names, "receivers")}`);
  }
  const intervals = [...known.table.times.keys()];
  for (const [name, node] of times) {
    if (known.table.times.has(name)) continue;
    reading.faultAt(node, `no time interval has the name "${name}". ${remedy(name, intervals, "time_intervals")}`);
  }
}

function remedy(name: string, known: readonly string[], part: string): string {
  const near = closeWord(name, known);
  return near === undefined ? `Add it to ${part}.` : `Did you mean "${near}"?`;
}
