import { sliceVerdict, type SliceMethod, type SliceVerdict } from "./slices.ts";
import { floorTo } from "#kernel";
import type { CountCells } from "./walk.ts";

/** Which cells are summed: those of a row that start at `fromOf(row)` or later; null leaves the row out. */
export type FromOf = (row: number) => number | null;

/** Sums of a list of cells by row, computed once. */
export class RowSums {
  readonly #sums = new Map<number, { valid: number; bad: number }>();

  constructor(cells: CountCells, fromOf: FromOf) {
    eachCell(cells, fromOf, (row, _, { valid, bad }) => {
      const sum = this.#sums.get(row) ?? { valid: 0, bad: 0 };
      this.#sums.set(row, { valid: sum.valid + valid, bad: sum.bad + bad });
    });
  }

  /** Undefined for a row without a cell. */
  of(row: number): SliceVerdict | undefined {
    return this.#sums.get(row);
  }
}

/** The slices of all these cells, for one row: valid slices and bad parts. */
export function slicesOf(lists: readonly CountCells[], fromOf: FromOf, method: SliceMethod): SliceVerdict {
  const slices = new Map<number, { valid: number; bad: number }>();
  for (const cells of lists) {
    eachCell(cells, fromOf, (_, slot, { valid, bad }) => {
      const start = floorTo(slot, method.sliceMs);
      const sum = slices.get(start) ?? { valid: 0, bad: 0 };
      slices.set(start, { valid: sum.valid + valid, bad: sum.bad + bad });
    });
  }
  const total = { valid: 0, bad: 0 };
  for (const { valid, bad } of slices.values()) {
    const verdict = sliceVerdict(method, valid, bad);
    total.valid += verdict.valid;
    total.bad += verdict.bad;
  }
  return total;
}

function eachCell(
  cells: CountCells,
  fromOf: FromOf,
  take: (row: number, slot: number, counts: SliceVerdict) => void,
): void {
  for (let i = 0; i < cells.slots.length; i++) {
    const row = cells.rows[i] as number;
    const slot = cells.slots[i] as number;
    const from = fromOf(row);
    if (from === null || slot < from) continue;
    take(row, slot, { valid: cells.valid[i] as number, bad: cells.bad[i] as number });
  }
}
