import { ceilTo, type Interval } from "#kernel";
import type { AlertBook } from "../alerts/alert-book.ts";
import type { Engine } from "./engine.ts";

/** Counts of a recorded history: parallel arrays, ascending by slot. A (slot, row) may come several times. */
export interface CountCells {
  /** Start of the slot, epoch ms, a multiple of 10 s. */
  readonly slots: Float64Array;
  /** Row by `Instances`. */
  readonly rows: Int32Array;
  readonly valid: Float64Array | Uint32Array;
  readonly bad: Float64Array | Uint32Array;
}

/** What `walk` needs: an engine and an alert book that have seen nothing yet, and the history. */
export interface Walk {
  readonly engine: Engine;
  readonly book: AlertBook;
  readonly cells: CountCells;
  /** From the first watched slot to the end of the last non-empty one: nothing is evaluated after that. */
  readonly span: Interval;
  /** Also stop at the multiples of this, or at the end of a slot after it. A multiple of 10 s. */
  readonly stepMs: number;
  /** Called at each of those stops, and at the end, after the evaluation. */
  readonly onStep: (at: number) => void;
}

/**
 * Walks an engine through a recorded history as the live clock would, stopping only where something can change: empty
 * time costs nothing.
 */
export function walk({ engine, book, cells, span, stepMs, onStep }: Walk): void {
  const total = cells.slots.length;
  let next = 0;
  let stop = ceilTo(span.from + 1, stepMs);
  const { slotMs } = engine;
  for (;;) {
    const data = next < total ? (cells.slots[next] as number) + slotMs : span.to;
    const due = Math.min(data, stop, engine.nextAt, book.nextAt, span.to);
    // Between the ends of two slots nothing new is known: there is nothing to judge.
    const at = Math.min(span.from + ceilTo(due - span.from, slotMs), span.to);
    for (; next < total && (cells.slots[next] as number) + slotMs <= at; next++) countCell(engine, cells, next);
    book.apply(at, engine.tick(at));
    if (at >= stop || at === span.to) onStep(at);
    if (at >= stop) stop += stepMs;
    if (at === span.to) return;
  }
}

function countCell(engine: Engine, cells: CountCells, index: number): void {
  const counts = { valid: cells.valid[index] as number, bad: cells.bad[index] as number };
  engine.count(cells.slots[index] as number, cells.rows[index] as number, counts);
}
