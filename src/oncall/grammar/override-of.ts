import { isSeq, type Node } from "yaml";
import { instantOfEnd, instantOfStart } from "../model/written-instant.ts";
import type { Change, Override, WrittenTime } from "../model/schedule.ts";
import { personOf } from "./person-of.ts";
import type { ScheduleScope } from "./schedule-scope.ts";
import { writtenTimeOf } from "./written-time-of.ts";

const KINDS = ["replace", "add", "remove", "everyone"] as const;
/** All that an override can have. */
export const OVERRIDE_KEYS = ["from", "to", ...KINDS, "with"] as const;
const EXAMPLE = "such as {from: 2026-12-24T00:00, to: 2026-12-26T00:00, replace: ana, with: cho}";
const PEOPLE_MAX = 500;

type Parts = ReadonlyMap<string, Node | null>;

/** An entry of `overrides`; none, and its faults, where it is not understood. */
export function overrideOf(node: Node | null, scope: ScheduleScope): Override[] {
  const { reading, clock } = scope;
  const map = reading.map(node, 0, `overrides has entries ${EXAMPLE}.`);
  if (map === null) return [];
  const parts = new Map(reading.entries(map, OVERRIDE_KEYS));
  for (const key of ["from", "to"].filter((each) => !parts.has(each))) {
    reading.faultAt(map, `this override has no ${key}: an override is ${EXAMPLE}.`);
  }
  const from = parts.has("from") ? reading.parsed(parts.get("from"), writtenTimeOf) : undefined;
  const to = parts.has("to") ? reading.parsed(parts.get("to"), writtenTimeOf) : undefined;
  const change = changeOf(map, parts, scope);
  if (from === undefined || to === undefined || change === undefined) return [];
  if (isBackwards(from, to, clock)) {
    reading.faultAt(map, "this override ends before it begins: exchange from and to, or correct one.");
  } else if (instantOfStart(from, clock) >= instantOfEnd(to, clock)) {
    reading.remarkAt(map, "this override lies in a time that the clock jumps over: it changes nothing.");
  }
  return [{ from, to, change }];
}

/** A time that comes twice begins at the first and ends at the last, so instants alone do not tell. */
function isBackwards(from: WrittenTime, to: WrittenTime, clock: ScheduleScope["clock"]): boolean {
  if (from.kind === "local" && to.kind === "local") return from.wall >= to.wall;
  return instantOfStart(from, clock) >= instantOfEnd(to, clock);
}

function changeOf(map: Node, parts: Parts, { reading }: ScheduleScope): Change | undefined {
  const [kind, ...others] = KINDS.filter((each) => parts.has(each));
  if (kind === undefined || others.length > 0) {
    reading.faultAt(map, `an override has one of replace (with …), add, remove and everyone, ${EXAMPLE}.`);
    return undefined;
  }
  if ((kind === "replace") !== parts.has("with")) {
    const [missing, given] = kind === "replace" ? ["with", "replace"] : ["replace", "with"];
    reading.faultAt(map, `${given} needs ${missing}: {replace: ana, with: cho} gives ana's shifts to cho.`);
    return undefined;
  }
  if (kind === "everyone") return everyoneOf(parts.get(kind) ?? null, { reading });
  const person = reading.parsed(parts.get(kind), personOf);
  if (person === undefined) return undefined;
  if (kind !== "replace") return { kind: kind === "add" ? "add" : "remove", person };
  const replacement = reading.parsed(parts.get("with"), personOf);
  if (replacement === person) {
    reading.faultAt(map, `${person} would be replaced by ${person}. Name somebody else, or remove this override.`);
  }
  return replacement === undefined ? undefined : { kind, person, with: replacement };
}

function everyoneOf(node: Node | null, { reading }: Pick<ScheduleScope, "reading">): Change {
  const items = reading.items(node, "everyone must be a list of people, such as [ben]: they alone are on call.");
  if (items.length === 0 && isSeq(node)) {
    reading.faultAt(node, "everyone names nobody. Write who is on call, such as [ben].");
  }
  if (items.length > PEOPLE_MAX) reading.faultAt(node, `everyone has more than ${PEOPLE_MAX} people.`);
  return {
    kind: "everyone",
    people: items.slice(0, PEOPLE_MAX).flatMap((item) => reading.parsed(item, personOf) ?? []),
  };
}
