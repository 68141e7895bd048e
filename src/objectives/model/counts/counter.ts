import { floorTo } from "#kernel";
import { GRID_MS } from "../engine/windows.ts";

/** What a source shows of a counter that only grows until it starts again from 0. */
export interface CounterReading {
  /** When it was read, epoch ms. */
  readonly at: number;
  /** A whole number, 0 or more. */
  readonly value: number;
  /** Since when it counts from 0 (OpenMetrics' start timestamp, `startTimeUnixNano` of OTLP); absent when the source does not say. */
  readonly startedAt?: number;
}

/** What a counter grew by in (from, to], both epoch ms. All of it belongs to the slot `slotOfReading(to)`. */
export interface CounterIncrease {
  /** The reading before; after a reset too, as what was counted between that reading and the reset is lost. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The counter started again since the reading before. */
  readonly reset: boolean;
}

/** Why a reading was not used. The next one is compared with the last that was. */
export type IgnoredReading =
  /** Not a whole number, 0 or more, that is told exactly (below 2^53). */
  | "notACount"
  /** It claims to count from an instant after it was read. */
  | "startsLater"
  /** Read before the last one. */
  | "outOfOrder"
  /** Read at the instant of the last one. */
  | "repeated";

/** What became of a reading. `base`: nothing is known of the time before it; it is what the next one is compared with. */
export type ReadingVerdict =
  | { readonly is: "counted"; readonly increase: CounterIncrease }
  | { readonly is: "base" }
  | { readonly is: "ignored"; readonly why: IgnoredReading };

/**
 * Cumulative readings of one series → increases, whose sum is all that was counted while it was read; only what a
 * counter had counted between its last reading and a reset is lost, as nobody saw it.
 * - An increase is v ≥ previous ? v − previous : v, as Prometheus has it. A start timestamp after the previous reading
 *   is a reset even when v ≥ previous.
 * - The first reading counts only when its start timestamp says that all of it was counted while we watched. Else it
 *   may be the sum of years. (So a series without start timestamps that begins at 1 loses that 1, as in Prometheus.)
 * - A start timestamp equal to the instant of the reading means "unknown" in OTLP: a new base, which counts nothing.
 * Sources: OpenTelemetry metrics data model, "Resets and Gaps"; OpenMetrics, "Counter"; Prometheus, `increase`.
 */
export class Counter {
  readonly #watchedFrom: number;
  #last: CounterReading | null = null;

  /** `watchedFrom`: since when the source is read, if this series was there or not: its first reading, epoch ms. */
  constructor(watchedFrom: number) {
    this.#watchedFrom = watchedFrom;
  }

  read(reading: CounterReading): ReadingVerdict {
    const last = this.#last;
    const why = faultOf(reading, last);
    if (why !== null) return { is: "ignored", why };
    this.#last = reading;
    const { at, value, startedAt } = reading;
    if (startedAt === at) return { is: "base" };
    if (last === null) {
      if (startedAt === undefined || startedAt < this.#watchedFrom) return { is: "base" };
      return { is: "counted", increase: { from: startedAt, to: at, count: value, reset: false } };
    }
    const reset = value < last.value || (startedAt ?? last.at) > last.at;
    const count = reset ? value : value - last.value;
    return { is: "counted", increase: { from: last.at, to: at, count, reset } };
  }
}

/**
 * The slot (its start) to which all counts of an increase belong: the one that ended with the reading, or holds it.
 * They are not spread over the time since the reading before: nobody knew of them then, and a live alert must decide
 * as a replay does. So the totals are exact; a source that is read every minute has its counts in one slot a minute,
 * and pairs whose short window is shorter than that must be left out (`slotMs` of the engine).
 */
export function slotOfReading(at: number): number {
  return floorTo(at - 1, GRID_MS);
}

function faultOf({ at, value, startedAt }: CounterReading, last: CounterReading | null): IgnoredReading | null {
  if (!Number.isSafeInteger(value) || value < 0) return "notACount";
  if (startedAt !== undefined && startedAt > at) return "startsLater";
  if (last === null || at > last.at) return null;
  return at === last.at ? "repeated" : "outOfOrder";
}
