import { DAY_MS } from "#kernel";

/** A change of a zone's offset. */
export interface ClockChange {
  /** Epoch ms. */
  readonly at: number;
  /** What the local clock would have shown, and what it shows (ms, as if the zone were UTC). */
  readonly before: number;
  readonly after: number;
}

/** Built at once on both sides of what is asked for. */
const MARGIN_MS = 4 * 365 * DAY_MS;
/** Instants that `Temporal` knows: ± 100 million days. */
const FAR_MS = 8.64e15 - 2 * DAY_MS;

/**
 * The local clock of a zone in integers: a table of its changes, made with `Temporal` as far as it is asked for, and
 * then arithmetic. Walls are local times in ms, as if the zone were UTC. It takes for granted that no zone changes
 * twice within a day.
 */
export class ZoneClock {
  readonly #zone: string;
  /** The table holds from #start to #end. */
  #start = Number.POSITIVE_INFINITY;
  #end = Number.NEGATIVE_INFINITY;
  /** Pieces without a change: piece i is from #begins[i] to #begins[i + 1], and its clock is #offsets[i] ahead. */
  #begins: number[] = [];
  #offsets: number[] = [];
  /** The greatest wall, exclusive, that was shown before piece i began. */
  #shown: number[] = [];
  /** The wall with which piece i begins. */
  #opening: number[] = [];
  /** The piece that was asked for last: most questions are about neighbours. */
  #last = 0;

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** What the clock shows at an instant. */
  wallAt(at: number): number {
    return at + (this.#offsets[this.#pieceAt(at)] ?? 0);
  }

  /** The latest time that the clock has shown until then: while an hour comes again, still the last of the first. */
  latestWall(at: number): number {
    const piece = this.#pieceAt(at);
    return Math.max(at + (this.#offsets[piece] ?? 0), (this.#shown[piece] ?? 0) - 1);
  }

  /** The first instant at which the clock shows this wall, or, where it jumps over it, the instant of the jump. */
  first(wall: number): number {
    this.#cover(wall - DAY_MS, wall + DAY_MS);
    // Pieces that ended at or before this wall cannot show it.
    const piece = below(this.#shown, wall) - 1;
    return Math.max(this.#begins[piece] ?? 0, wall - (this.#offsets[piece] ?? 0));
  }

  /** The last instant at which the clock shows this wall, or, where it jumps over it, the instant of the jump. */
  last(wall: number): number {
    this.#cover(wall - DAY_MS, wall + DAY_MS);
    // Pieces that begin after this wall cannot show it.
    const piece = below(this.#opening, wall) - 1;
    const end = this.#begins[piece + 1] ?? Number.POSITIVE_INFINITY;
    return Math.min(end, wall - (this.#offsets[piece] ?? 0));
  }

  /** Changes of the clock at or after `from` and before `to`. */
  changes(from: number, to: number): ClockChange[] {
    this.#cover(from, to);
    return this.#begins.flatMap((at, piece) => {
      if (piece === 0 || at < from || at >= to) return [];
      return [{ at, before: at + (this.#offsets[piece - 1] ?? 0), after: at + (this.#offsets[piece] ?? 0) }];
    });
  }

  #pieceAt(at: number): number {
    if (at < this.#start || at >= this.#end) this.#cover(at, at + 1);
    const last = this.#last;
    if (at >= (this.#begins[last] ?? 0) && at < (this.#begins[last + 1] ?? Number.POSITIVE_INFINITY)) return last;
    this.#last = below(this.#begins, at) - 1;
    return this.#last;
  }

  #cover(from: number, to: number): void {
    if (from >= this.#start && to <= this.#end) return;
    // Twice as much each time, so that a long walk builds few tables.
    const margin = MARGIN_MS + Math.max(0, this.#end - this.#start);
    this.#build(
      Math.max(-FAR_MS, from < this.#start ? Math.min(from - margin, this.#start) : this.#start),
      Math.min(FAR_MS, to > this.#end ? Math.max(to + margin, this.#end) : this.#end),
    );
  }

  #build(start: number, end: number): void {
    this.#begins = [start];
    let at = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(this.#zone);
    this.#offsets = [offsetMs(at)];
    this.#shown = [Number.NEGATIVE_INFINITY];
    this.#opening = [Number.NEGATIVE_INFINITY];
    this.#last = 0;
    for (;;) {
      const next = at.getTimeZoneTransition("next");
      if (next === null || next.epochMilliseconds >= end) break;
      this.#push(next.epochMilliseconds, offsetMs(next));
      at = next;
    }
    this.#start = start;
    this.#end = end;
  }

  #push(at: number, offset: number): void {
    const before = this.#offsets.at(-1) ?? 0;
    if (before === offset) return;
    this.#begins.push(at);
    this.#offsets.push(offset);
    this.#opening.push(at + offset);
    this.#shown.push(Math.max(this.#shown.at(-1) ?? 0, at + before));
  }
}

function offsetMs(at: Temporal.ZonedDateTime): number {
  return Math.trunc(at.offsetNanoseconds / 1_000_000);
}

/** How many of an ascending list are not greater. */
function below(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
