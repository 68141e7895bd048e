import { DAY_MS, HOUR_MS, MINUTE_MS, type Random } from "#kernel";
import type { Change, Layer, Member, Override, Schedule, ShiftLength, WeekSpan, WrittenTime } from "./schedule.ts";
import { minuteOfWeek } from "./week.ts";

/** Zones that differ in how their clocks change. */
export const ZONES = [
  "Europe/Madrid",
  "America/New_York",
  "Australia/Lord_Howe", // half an hour
  "America/Santiago", // at midnight
  "Africa/Cairo", // at midnight, in the other half of the year
  "Asia/Kathmandu", // never, and 45 minutes off
] as const;

const QUARTER_MS = 15 * MINUTE_MS;
const PEOPLE = ["ana", "ben", "cho", "dan", "eva"];

/** A local time, "2026-03-29T02:30", in ms as if the zone were UTC. */
export function wallOf(text: string): number {
  return Date.parse(`${text}Z`);
}

export function local(text: string): WrittenTime {
  return { kind: "local", wall: wallOf(text) };
}

/** A layer of one day each, unless said otherwise. */
export function layerOf(people: readonly string[], more: Partial<Layer> = {}): Layer {
  return {
    name: "layer",
    rotate: people.map((person) => ({ person })),
    every: { count: 1, unit: "day" },
    from: wallOf("2026-01-01T00:00"),
    advance: "calendar",
    priority: 1,
    ...more,
  };
}

/**
 * A schedule whose dates, restrictions and overrides crowd around a local time (a multiple of 15 min); where that is a
 * change of the clock, they begin and end just in the hours that are missing or come again.
 */
export function invented(random: Random, zone: string, near: number): Schedule {
  const close = (): number => near + (random.below(17) - 8) * QUARTER_MS;
  const wall = (days: number): number =>
    random.below(2) === 0 ? close() : close() - random.below(days * 24 + 1) * HOUR_MS + 6 * HOUR_MS;
  const layers = Array.from({ length: 1 + random.below(4) }, (_, place) =>
    inventedLayer(random, place, { wall, span: () => inventedSpan(random, close()) }),
  );
  const overrides = Array.from({ length: random.below(5) }, () => inventedOverride(random, wall(1)));
  return { zone, layers, overrides };
}

interface Sources {
  readonly wall: (days: number) => number;
  readonly span: () => WeekSpan;
}

function inventedLayer(random: Random, place: number, { wall, span }: Sources): Layer {
  const count = 1 + random.below(4);
  const rotate = Array.from({ length: 1 + random.below(4) }, () => inventedMember(random, wall));
  const from = wall(1) - random.below(5) * random.below(4) * 7 * DAY_MS;
  const only = random.below(3) === 0 ? {} : { only: Array.from({ length: 1 + random.below(3) }, span) };
  const advance = random.below(3) === 0 ? "covered-days" : "calendar";
  const every: ShiftLength =
    advance === "covered-days"
      ? { count, unit: random.below(6) === 0 ? "week" : "day" }
      : { count, unit: (["hour", "hour", "day", "day", "week", "month"] as const)[random.below(6)] ?? "day" };
  const until = random.below(4) === 0 ? { until: from + (1 + random.below(60)) * 7 * HOUR_MS } : {};
  const priority = random.below(2) === 0 ? place + 1 : 1 + random.below(2);
  return { name: `layer ${place + 1}`, rotate, every, from, advance, priority, ...only, ...until };
}

function inventedMember(random: Random, wall: (days: number) => number): Member {
  const person = personOf(random);
  const from = random.below(5) === 0 ? { from: { kind: "local", wall: wall(20) } as const } : {};
  const until = random.below(5) === 0 ? { until: { kind: "local", wall: wall(20) } as const } : {};
  return { person, ...from, ...until };
}

/** Half of them begin close to that time, half end there. */
function inventedSpan(random: Random, close: number): WeekSpan {
  const length = [15, 30, 60, 90, 480, 540, 1_440, 2_880, 3_360, 10_080][random.below(10)]!;
  const begin = minuteOfWeek(close) - (random.below(2) === 0 ? length : 0);
  return { start: (begin + 10_080) % 10_080, length };
}

function inventedOverride(random: Random, wall: number): Override {
  const to = wall + (1 + random.below(24)) * QUARTER_MS;
  return { from: { kind: "local", wall }, to: { kind: "local", wall: to }, change: change(random) };
}

function change(random: Random): Change {
  const person = personOf(random);
  switch (random.below(5)) {
    case 0:
      return { kind: "add", person };
    case 1:
      return { kind: "remove", person };
    case 2:
      return { kind: "everyone", people: [person, personOf(random)].slice(random.below(2)) };
    default:
      return { kind: "replace", person, with: personOf(random) };
  }
}

function personOf(random: Random): string {
  return PEOPLE[random.below(PEOPLE.length)]!;
}
