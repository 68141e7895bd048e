import type { FoldGuard } from "../model/fold-guard.ts";
import { mergedRun, type RunMemory } from "../model/run.ts";
import { timeOf } from "../model/run-keys.ts";
import type { RowKind } from "./row-kind.ts";
import type { RunPart } from "./run-parts.ts";

/** A part as it may be written. */
export interface GuardedPart {
  readonly part: RunPart;
  /** By time within the file, the rows that keep all their names. */
  readonly rows: ReadonlyMap<number, number>;
  /** Requests, or durations, that were folded. */
  readonly folded: number;
}

interface Folding {
  readonly kind: RowKind;
  readonly memory: RunMemory;
}

/** Folds the rows of a part for which their step has no room any more. Asks the guard, and tells it nothing yet. */
export function guardedPart(part: RunPart, guard: FoldGuard, { kind, memory }: Folding): GuardedPart {
  const { run, from, to, first } = part;
  const asked = rowsByTime(part);
  const rows = new Map([...asked].map(([time, count]) => [time, Math.min(count, guard.roomOf(first + time))]));
  if ([...asked].every(([time, count]) => rows.get(time) === count)) return { part, rows, folded: 0 };
  const left = new Map(rows);
  const [kept, others] = [memory.builder(run), memory.builder(run)];
  let folded = 0;
  for (let row = from; row < to; row++) {
    const low = run.low[row] as number;
    const room = left.get(timeOf(low)) as number;
    if (room > 0) {
      left.set(timeOf(low), room - 1);
      kept.add(run.high[row] as number, low, run, row);
    } else {
      others.add(...kind.folded(run, row), run, row);
      folded += run.sums[row * run.width] as number;
    }
  }
  const [keptRun, othersRun] = [kept.run(), others.sorted()];
  const whole = mergedRun(keptRun, othersRun, memory);
  memory.giveBack(keptRun);
  memory.giveBack(othersRun);
  return { part: { run: whole, from: 0, to: whole.rows, first }, rows, folded };
}

function rowsByTime({ run, from, to }: RunPart): Map<number, number> {
  const found = new Map<number, number>();
  let [time, count] = [-1, 0];
  for (let row = from; row < to; row++) {
    const ofRow = timeOf(run.low[row] as number);
    if (ofRow !== time) {
      if (count > 0) found.set(time, (found.get(time) ?? 0) + count);
      [time, count] = [ofRow, 0];
    }
    count++;
  }
  return count > 0 ? found.set(time, (found.get(time) ?? 0) + count) : found;
}
