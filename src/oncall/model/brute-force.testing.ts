import { DAY_MS, MINUTE_MS } from "#kernel";
import type { Change, Layer, Schedule, WrittenTime } from "./schedule.ts";

type Wall = Temporal.PlainDateTime;

/** Half-open, epoch ms. */
interface Time {
  readonly from: number;
  readonly to: number;
}

interface Turn {
  readonly at: number;
  readonly person: string | undefined;
}

/** Times are looked up for so long at once. */
const BLOCK_MS = 10 * DAY_MS;

/**
 * Who is on call, by definition: turns are counted one after the other from the first, restrictions looked up day by day
 * as they were written, all by `Temporal`. It shares nothing with the resolver but the shape of a schedule. It remembers
 * what it converted, so that it can be asked for each minute of a day.
 */
export class BruteForce {
  readonly #schedule: Schedule;
  readonly #times = new Map<Layer, Map<number, Time[]>>();
  readonly #firsts = new Map<number, number>();
  readonly #lasts = new Map<number, number>();
  readonly #turns = new Map<Layer, { readonly end: number; readonly turns: readonly Turn[] }>();

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** Names in their order. */
  peopleAt(at: number): string[] {
    const onCall = new Set(this.#byLayers(at));
    for (const { from, to, change } of this.#schedule.overrides) {
      if (this.#begin(from) <= at && at < this.#end(to)) applyChange(onCall, change);
    }
    return [...onCall].toSorted();
  }

  #byLayers(at: number): string[] {
    const found = this.#schedule.layers.flatMap((layer) => {
      const person = this.#applies(layer, at) ? this.#personAt(layer, at) : undefined;
      return person === undefined ? [] : [{ priority: layer.priority, person }];
    });
    const highest = Math.max(...found.map(({ priority }) => priority));
    return found.filter(({ priority }) => priority === highest).map(({ person }) => person);
  }

  #applies(layer: Layer, at: number): boolean {
    if (at < this.#firstOf(layer.from)) return false;
    if (layer.until !== undefined && at >= this.#firstOf(layer.until)) return false;
    if (layer.only === undefined) return true;
    const block = Math.floor(at / BLOCK_MS);
    const known = this.#times.get(layer) ?? new Map<number, Time[]>();
    this.#times.set(layer, known);
    const times = known.get(block) ?? this.#timesOf(layer, block);
    known.set(block, times);
    return times.some(({ from, to }) => from <= at && at < to);
  }

  /** The times at which a restriction holds, day by day as it was written, that may reach into some days. */
  #timesOf({ only = [] }: Layer, block: number): Time[] {
    const start = this.#wallAt(block * BLOCK_MS).withPlainTime("00:00");
    return Array.from({ length: BLOCK_MS / DAY_MS + 12 }, (_, day) => start.add({ days: day - 9 })).flatMap((day) =>
      only.flatMap((span) => {
        if (day.dayOfWeek - 1 !== Math.floor(span.start / 1_440)) return [];
        const begin = day.add({ minutes: span.start % 1_440 });
        return [{ from: this.#first(begin), to: this.#last(begin.add({ minutes: span.length })) }];
      }),
    );
  }

  #personAt(layer: Layer, at: number): string | undefined {
    const known = this.#turns.get(layer);
    const end = at + 20 * DAY_MS;
    const { turns } = known !== undefined && at < known.end ? known : { turns: this.#turnsUntil(layer, end) };
    if (turns !== known?.turns) this.#turns.set(layer, { end, turns });
    return turns.findLast((turn) => turn.at <= at)?.person;
  }

  /** Handoffs one after the other, each to the next member of the roster. */
  #turnsUntil(layer: Layer, end: number): Turn[] {
    const turns: Turn[] = [];
    let had = -1;
    for (const begin of beginnings(layer)) {
      const at = this.#first(begin);
      if (at > end) return turns;
      const size = layer.rotate.length;
      const order = Array.from({ length: size }, (_, step) => (had + 1 + step) % size);
      const next = order.find((place) => {
        const { from, until } = layer.rotate[place] ?? {};
        return (from === undefined || this.#begin(from) <= at) && (until === undefined || at < this.#begin(until));
      });
      turns.push({ at, person: next === undefined ? undefined : layer.rotate[next]?.person });
      had = next ?? had;
    }
    return turns;
  }

  #begin(time: WrittenTime): number {
    return time.kind === "instant" ? time.at : this.#firstOf(time.wall);
  }

  #end(time: WrittenTime): number {
    return time.kind === "instant" ? time.at : this.#lastOf(time.wall);
  }

  #firstOf(wall: number): number {
    return remembered(this.#firsts, wall, () => this.#first(plain(wall)));
  }

  #lastOf(wall: number): number {
    return remembered(this.#lasts, wall, () => this.#last(plain(wall)));
  }

  #first(wall: Wall): number {
    return this.#converted(wall, "earlier");
  }

  #last(wall: Wall): number {
    return this.#converted(wall, "later");
  }

  #converted(wall: Wall, disambiguation: "earlier" | "later"): number {
    const zoned = wall.toZonedDateTime(this.#schedule.zone, { disambiguation });
    if (zoned.toPlainDateTime().equals(wall)) return zoned.epochMilliseconds;
    const before = wall.toZonedDateTime(this.#schedule.zone, { disambiguation: "earlier" });
    return before.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.NaN;
  }

  #wallAt(at: number): Wall {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.#schedule.zone).toPlainDateTime();
  }
}

/** The local times at which turns begin, without end. */
function* beginnings(layer: Layer): Generator<Wall> {
  const anchor = plain(layer.from);
  const { count, unit } = layer.every;
  if (layer.advance === "calendar" || layer.only === undefined) {
    for (let turn = 0; ; turn++) yield anchor.add({ [`${unit}s`]: turn * count });
  }
  yield anchor;
  const days = unit === "week" ? count * 7 : count;
  const ofWeek = Array.from({ length: 7 }, (_, day) => isCovered(layer, anchor.add({ days: day })));
  let covered = 0;
  for (let day = 0; ; day++) {
    if (ofWeek[day % 7] === false) continue;
    if (covered > 0 && covered % days === 0) yield anchor.add({ days: day });
    covered++;
  }
}

/** Whether the restriction has any minute of the 24 hours from a wall, as a clock without changes shows them. */
function isCovered({ only = [] }: Layer, from: Wall): boolean {
  const begin = (from.dayOfWeek - 1) * 1_440 + from.hour * 60 + from.minute;
  for (let minute = begin; minute < begin + 1_440; minute++) {
    if (only.some(({ start, length }) => (minute - start + 20_160) % 10_080 < length)) return true;
  }
  return false;
}

function applyChange(onCall: Set<string>, change: Change): void {
  if (change.kind === "replace" && onCall.has(change.person)) onCall.add(change.with);
  if (change.kind === "everyone") onCall.clear();
  if (change.kind === "everyone") for (const person of change.people) onCall.add(person);
  if (change.kind === "add") onCall.add(change.person);
  if (change.kind === "remove" || (change.kind === "replace" && change.person !== change.with)) {
    onCall.delete(change.person);
  }
}

function remembered(known: Map<number, number>, wall: number, make: () => number): number {
  const found = known.get(wall) ?? make();
  known.set(wall, found);
  return found;
}

function plain(wall: number): Wall {
  return new Temporal.PlainDateTime(1970, 1, 1).add({ minutes: wall / MINUTE_MS });
}
