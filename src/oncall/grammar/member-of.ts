import { isMap, type Node } from "yaml";
import { instantOfStart } from "../model/written-instant.ts";
import type { Member, WrittenTime } from "../model/schedule.ts";
import { personOf } from "./person-of.ts";
import type { ScheduleScope } from "./schedule-scope.ts";
import { writtenTimeOf } from "./written-time-of.ts";

const KEYS = ["from", "until"];
const EXAMPLE = "such as {ben: {from: 2026-12-01T00:00, until: 2027-03-01T00:00}}";

/** An entry of `rotate`: `ana`, or `{ben: {from: …, until: …}}`. None, and a fault, for anything else. */
export function memberOf(node: Node | null, scope: ScheduleScope): Member[] {
  const { reading } = scope;
  if (!isMap(node)) {
    const person = reading.parsed(node, personOf);
    return person === undefined ? [] : [{ person }];
  }
  const entries = reading.entries(node);
  const [[name, dates] = ["", null]] = entries;
  if (entries.length !== 1) {
    reading.faultAt(
      node,
      `rotate names one person in each entry, ${EXAMPLE}. Write the others as entries of their own.`,
    );
    return [];
  }
  const map = reading.map(dates, node.range?.[0] ?? 0, `${name} is a member from and until a time, ${EXAMPLE}.`);
  const parts = new Map(reading.entries(map, KEYS));
  const from = dateOf(parts.get("from"), scope);
  const until = dateOf(parts.get("until"), scope);
  if (
    from !== undefined &&
    until !== undefined &&
    instantOfStart(from, scope.clock) >= instantOfStart(until, scope.clock)
  ) {
    reading.faultAt(parts.get("until"), `${name} leaves before coming: exchange from and until, or correct one.`);
  }
  return [{ person: name, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }];
}

function dateOf(node: Node | null | undefined, { reading }: ScheduleScope): WrittenTime | undefined {
  return node === undefined ? undefined : reading.parsed(node, writtenTimeOf);
}
