import { sliceVerdict, type SliceMethod, type SliceVerdict } from "./slices.ts";
import { floorTo, type Interval } from "#kernel";
import type { CountCells } from "./walk.ts";

/** Which cells are summed: those of a row that start in `spanOf(row)`; null leaves the row out. */
export type SpanOf = (row: number) => Interval | null;

/** Sums of a list of cells by row, computed once. */
export class RowSums {
  readonly #sums = new Map<number, { valid: number; bad: number }>();

  constructor(cells: CountCells, spanOf: SpanOf) {
    eachCell(cells, spanOf, (row, _, { valid, bad }) => {
      const sum = this.#sums.get(row) ?? { valid: 0, bad: 0 };
      this.#sums.set(row, { valid: sum.valid + valid, bad: sum.bad + bad });
    });
  }

  /** Undefined for a row without a cell. */
  of(row: number): SliceVerdict | undefined {
    return this.#sums.get(row);
  }
}

/** What the cells of some rows count as in slices: valid slices and bad parts by row, computed once. */
export class SlicedSums {
  readonly #methodOf: (row: number) => SliceMethod;
  /** By row, the requests of each slice. */
  readonly #slices = new Map<number, Map<number, SliceVerdict>>();

  constructor(lists: readonly CountCells[], spanOf: SpanOf, methodOf: (row: number) => SliceMethod) {
    this.#methodOf = methodOf;
    for (const cells of lists) {
      eachCell(cells, spanOf, (row, slot, { valid, bad }) => {
        const slices = this.#slices.get(row) ?? new Map<number, SliceVerdict>();
        const start = floorTo(slot, methodOf(row).sliceMs);
        const sum = slices.get(start) ?? { valid: 0, bad: 0 };
        slices.set(start, { valid: sum.valid + valid, bad: sum.bad + bad });
        this.#slices.set(row, slices);
      });
    }
  }

  of(row: number): SliceVerdict {
    const total = { valid: 0, bad: 0 };
    for (const { valid, bad } of this.#slices.get(row)?.values() ?? []) {
      const verdict = sliceVerdict(this.#methodOf(row), valid, bad);
      total.valid += verdict.valid;
      total.bad += verdict.bad;
    }
    return total;
  }
}

function eachCell(
  cells: CountCells,
  spanOf: SpanOf,
  take: (row: number, slot: number, counts: SliceVerdict) => void,
): void {
  for (let i = 0; i < cells.slots.length; i++) {
    const row = cells.rows[i] as number;
    const slot = cells.slots[i] as number;
    const span = spanOf(row);
    if (span === null || slot < span.from || slot >= span.to) continue;
    take(row, slot, { valid: cells.valid[i] as number, bad: cells.bad[i] as number });
  }
}
