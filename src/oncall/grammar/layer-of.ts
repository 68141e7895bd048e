import { isScalar, isSeq, type Node } from "yaml";
import { closeWord, Refusal } from "#kernel";
import type { Advance, Layer, Member, ShiftLength, WeekSpan, WrittenTime } from "../model/schedule.ts";
import { everyOf } from "./every-of.ts";
import { memberOf } from "./member-of.ts";
import type { ScheduleScope } from "./schedule-scope.ts";
import { weekSpansOf } from "./week-spans-of.ts";
import { writtenTimeOf } from "./written-time-of.ts";

/** All that a layer can have. */
export const LAYER_KEYS = ["name", "rotate", "every", "from", "until", "advance", "only", "priority"] as const;
const ADVANCES: readonly Advance[] = ["calendar", "covered-days"];
const MEMBERS_MAX = 500;
const SPANS_MAX = 100;
const EXAMPLE = "such as {rotate: [ana, ben], every: 1 week, from: 2026-11-30T09:00}";

type Parts = ReadonlyMap<string, Node | null>;

/** An entry of `layers`; none, and its faults, where it is not understood. `place` counts from 1. */
export function layerOf(node: Node | null, place: number, scope: ScheduleScope): Layer[] {
  const { reading } = scope;
  const map = reading.map(node, 0, `layers has entries ${EXAMPLE}.`);
  if (map === null) return [];
  const parts = new Map(reading.entries(map, LAYER_KEYS));
  for (const key of ["rotate", "every", "from"].filter((each) => !parts.has(each))) {
    reading.faultAt(map, `this layer has no ${key}: a layer is ${EXAMPLE}.`);
  }
  const name = parts.has("name") ? reading.scalar(parts.get("name")) : `layer ${place}`;
  const rotate = parts.has("rotate") ? membersOf(parts.get("rotate") ?? null, scope) : [];
  const every = parts.has("every") ? reading.parsed(parts.get("every"), everyOf) : undefined;
  const from = wallOf(parts.get("from"), scope);
  const until = wallOf(parts.get("until"), scope);
  const only = spansOf(parts.get("only"), scope);
  const advance = advanceOf(parts, every, scope);
  const priority = parts.has("priority") ? reading.parsed(parts.get("priority"), priorityOf) : place;
  if (from !== undefined && until !== undefined && from >= until) {
    reading.faultAt(parts.get("until"), "this layer ends before it begins: exchange from and until, or correct one.");
  }
  if (name === undefined || every === undefined || from === undefined || priority === undefined) return [];
  const dates = until === undefined ? { from } : { from, until };
  return [{ name, rotate, every, ...dates, advance, priority, ...(only === undefined ? {} : { only }) }];
}

function membersOf(node: Node | null, scope: ScheduleScope): Member[] {
  const { reading } = scope;
  const items = reading.items(node, "rotate must be a list of people, such as [ana, ben].");
  if (items.length > MEMBERS_MAX) reading.faultAt(node, `rotate has more than ${MEMBERS_MAX} people. Split the layer.`);
  else if (items.length === 0 && isSeq(node)) {
    reading.faultAt(node, "rotate names nobody. Write who takes turns, such as [ana, ben].");
  }
  return items.slice(0, MEMBERS_MAX).flatMap((item) => memberOf(item, scope));
}

/** Turns are counted by the local clock, so an instant is taken as what the clock shows then, if that is clear. */
function wallOf(node: Node | null | undefined, { reading, clock }: ScheduleScope): number | undefined {
  return node === undefined ? undefined : reading.parsed(node, (text) => clearWall(writtenTimeOf(text), text, clock));
}

function clearWall(time: WrittenTime, text: string, clock: ScheduleScope["clock"]): number {
  if (time.kind === "local") return time.wall;
  const wall = clock.wallAt(time.at);
  if (clock.first(wall) === time.at) return wall;
  throw new Refusal(
    "invalid",
    "schedule.time-twice",
    `"${text}" lies in an hour that the local clock shows for the second time: turns begin at the first. Write a local time.`,
  );
}

function spansOf(node: Node | null | undefined, { reading }: ScheduleScope): WeekSpan[] | undefined {
  if (node === undefined) return undefined;
  const items = isScalar(node) && node.value !== null ? [node] : reading.items(node, ONLY_LIST);
  if (items.length > SPANS_MAX) reading.faultAt(node, `only has more than ${SPANS_MAX} times. Put some together.`);
  const spans = items.slice(0, SPANS_MAX).flatMap((item) => reading.parsed(item, weekSpansOf) ?? []);
  if (items.length === 0 && isSeq(node)) {
    reading.faultAt(node, "only covers nothing, so this layer never applies. Write times, or leave only out: always.");
  }
  return spans;
}

const ONLY_LIST = "only must be a list of times of the week, such as [mon-fri 09:00-18:00].";

function advanceOf(parts: Parts, every: ShiftLength | undefined, { reading }: ScheduleScope): Advance {
  const node = parts.get("advance");
  const advance = node === undefined ? "calendar" : (reading.parsed(node, parseAdvance) ?? "calendar");
  if (advance === "calendar" || every === undefined) return advance;
  if (every.unit === "hour" || every.unit === "month") {
    reading.faultAt(parts.get("every"), "advance: covered-days counts days: write every: 1 day, or leave advance out.");
  }
  if (every.unit === "week") {
    const said = "a week is seven covered days here, so turns need not end with the week";
    reading.remarkAt(parts.get("every"), `${said}: for five of them write every: 5 days.`);
  }
  if (!parts.has("only")) {
    reading.remarkAt(node, "without only each day is covered: advance: covered-days changes nothing here.");
  }
  return advance;
}

function parseAdvance(text: string): Advance {
  const advance = ADVANCES.find((known) => known === text);
  if (advance !== undefined) return advance;
  const near = closeWord(text, ADVANCES);
  throw new Refusal(
    "invalid",
    "schedule.advance-unknown",
    `advance: "${text}" is not known; ${near === undefined ? `known are ${ADVANCES.join(" and ")}.` : `did you mean ${near}?`}`,
  );
}

function priorityOf(text: string): number {
  if (/^-?\d{1,6}$/.test(text)) return Number(text);
  throw new Refusal(
    "invalid",
    "schedule.priority-malformed",
    `priority: "${text}" is not a whole number. The highest is on call; without it a layer has its place in the list.`,
  );
}
