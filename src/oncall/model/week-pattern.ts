import { MINUTE_MS } from "#kernel";
import type { WeekSpan } from "./schedule.ts";
import { minuteOfWeek, mondayOf, WEEK_MINUTES, WEEK_MS } from "./week.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** Whether something holds at an instant, and for how long it surely stays so (epoch ms, half-open). */
export interface Holding {
  readonly holds: boolean;
  readonly since: number;
  readonly until: number;
}

/** Times of the week, put together: pieces that touch or overlap are one. */
export class WeekPattern {
  /** Ascending by start; the last may reach into the next week. Empty = never. */
  readonly #pieces: readonly WeekSpan[];
  readonly #minutes: Uint8Array;

  constructor(spans: readonly WeekSpan[]) {
    this.#minutes = minutesOf(spans);
    this.#pieces = piecesOf(this.#minutes);
  }

  /** Whether it holds at every minute of the week. */
  get isAlways(): boolean {
    return this.#minutes.every((held) => held === 1);
  }

  /** Whether it holds wherever the other one does. */
  includes(other: WeekPattern): boolean {
    return other.#minutes.every((held, minute) => held === 0 || this.#minutes[minute] === 1);
  }

  /** Whether any of it lies between two walls that are at most a week apart. */
  touches(from: number, to: number): boolean {
    const start = minuteOfWeek(from);
    const end = start + (to - from) / MINUTE_MS;
    return this.#pieces.some((piece) =>
      [-WEEK_MINUTES, 0, WEEK_MINUTES].some(
        (shift) => piece.start + shift < end && piece.start + shift + piece.length > start,
      ),
    );
  }

  /**
   * Whether it holds at an instant. A piece begins at the first instant that shows its start and ends at the last that
   * shows its end; a time that the clock jumps over is the instant of the jump. Both keep the order of pieces, so the
   * last piece that has begun decides.
   */
  at(at: number, clock: ZoneClock): Holding {
    const wall = clock.latestWall(at);
    const monday = mondayOf(wall);
    const minute = (wall - monday) / MINUTE_MS;
    let index = this.#pieces.length - 1;
    while (index >= 0 && (this.#pieces[index]?.start ?? 0) > minute) index--;
    const end = this.#endOf(index, monday, clock);
    const next = this.#startOf(index + 1, monday, clock);
    if (at < end) return { holds: true, since: this.#startOf(index, monday, clock), until: end };
    return { holds: false, since: end, until: next };
  }

  /** The index may be one before or behind the week's: that piece lies in the next or the last week. */
  #startOf(index: number, monday: number, clock: ZoneClock): number {
    const [piece, week] = this.#pieceOf(index, monday);
    return clock.first(week + piece.start * MINUTE_MS);
  }

  #endOf(index: number, monday: number, clock: ZoneClock): number {
    const [piece, week] = this.#pieceOf(index, monday);
    return clock.last(week + (piece.start + piece.length) * MINUTE_MS);
  }

  #pieceOf(index: number, monday: number): readonly [piece: WeekSpan, monday: number] {
    const count = this.#pieces.length;
    const week = index < 0 ? -1 : Math.floor(index / count);
    return [this.#pieces[index - week * count] ?? NOTHING, monday + week * WEEK_MS];
  }
}

const NOTHING: WeekSpan = { start: 0, length: 0 };

function minutesOf(spans: readonly WeekSpan[]): Uint8Array {
  const minutes = new Uint8Array(WEEK_MINUTES);
  for (const { start, length } of spans) {
    const end = start + length;
    minutes.fill(1, start, Math.min(end, WEEK_MINUTES));
    if (end > WEEK_MINUTES) minutes.fill(1, 0, end - WEEK_MINUTES);
  }
  return minutes;
}

/** The runs of held minutes; one over the end of the week is one. */
function piecesOf(minutes: Uint8Array): WeekSpan[] {
  const pieces: WeekSpan[] = [];
  for (let start = 0; start < WEEK_MINUTES; start++) {
    const begins = minutes[start] === 1 && minutes[(start + WEEK_MINUTES - 1) % WEEK_MINUTES] === 0;
    if (!begins) continue;
    let length = 1;
    while (minutes[(start + length) % WEEK_MINUTES] === 1) length++;
    pieces.push({ start, length });
  }
  return pieces;
}
