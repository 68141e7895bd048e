import type { CountCells } from "./engine/walk.ts";
import { type Instances, WHOLE_API } from "./engine/instances.ts";
import type { Exclusion, Recorded } from "./recorded.ts";

/** A history in two: what counts, and (in no order) what exclusions take out. */
export interface Separated {
  readonly kept: CountCells;
  readonly excluded: CountCells;
}

/** What exclusions are taken out of. */
type Excludable = Pick<Recorded, "cells" | "instances" | "exclusions" | "takenOut">;

/**
 * Takes out the cells that an exclusion holds: those of its API, whose slot starts in it. An exclusion for one client
 * takes that client's cells, and their requests out of the whole API's cell of the same slot, so that totals stay sums.
 */
export function exclude({ cells, instances, exclusions = [], takenOut }: Excludable): Separated {
  const kept = new CellList();
  const excluded = new CellList();
  if (takenOut !== undefined) excluded.addAll(takenOut);
  if (exclusions.length === 0) return { kept: cells, excluded: excluded.cells() };
  const mask = new Mask(instances, exclusions);
  let from = 0;
  while (from < cells.slots.length) {
    let to = from;
    while (to < cells.slots.length && cells.slots[to] === cells.slots[from]) to++;
    separateSlot({ cells, from, to }, mask, { kept, excluded });
    from = to;
  }
  return { kept: kept.cells(), excluded: excluded.cells() };
}

interface SlotCells {
  readonly cells: CountCells;
  readonly from: number;
  readonly to: number;
}

function separateSlot({ cells, from, to }: SlotCells, mask: Mask, into: { kept: CellList; excluded: CellList }): void {
  const slot = cells.slots[from] as number;
  const active = mask.at(slot);
  /** By row of the whole API: what its clients' exclusions take out of it. */
  const fromWhole = new Map<number, { valid: number; bad: number }>();
  for (let i = from; i < to; i++) {
    const cell = { slot, row: cells.rows[i] as number, valid: cells.valid[i] as number, bad: cells.bad[i] as number };
    const out = mask.takesOut(active, cell.row);
    (out ? into.excluded : into.kept).add(cell);
    const whole = out ? mask.wholeOf(active, cell.row) : undefined;
    if (whole === undefined) continue;
    const sum = fromWhole.get(whole) ?? { valid: 0, bad: 0 };
    fromWhole.set(whole, { valid: sum.valid + cell.valid, bad: sum.bad + cell.bad });
  }
  for (const [row, { valid, bad }] of fromWhole) {
    into.kept.add({ slot, row, valid: -valid, bad: -bad });
    into.excluded.add({ slot, row, valid, bad });
  }
}

/** Which rows exclusions take out at an instant. */
class Mask {
  readonly #instances: Instances;
  readonly #exclusions: readonly Exclusion[];

  constructor(instances: Instances, exclusions: readonly Exclusion[]) {
    this.#instances = instances;
    this.#exclusions = exclusions;
  }

  at(slot: number): readonly Exclusion[] {
    return this.#exclusions.filter(({ from, to }) => from <= slot && slot < to);
  }

  takesOut(active: readonly Exclusion[], row: number): boolean {
    if (active.length === 0) return false;
    const { api } = this.#objectiveOf(row);
    const client = this.#instances.clientOf(row);
    return active.some((one) => one.api === api && (one.client === undefined || one.client === client));
  }

  /** The row of the whole API from which a client's excluded requests must be taken, when it is not excluded itself. */
  wholeOf(active: readonly Exclusion[], row: number): number | undefined {
    if (this.#instances.clientOf(row) === WHOLE_API) return undefined;
    const whole = this.#instances.baseOf(this.#instances.objectiveOf(row));
    return this.takesOut(active, whole) ? undefined : whole;
  }

  #objectiveOf(row: number): { readonly api: string } {
    return this.#instances.objectives[this.#instances.objectiveOf(row)] ?? { api: "" };
  }
}

interface Cell {
  readonly slot: number;
  readonly row: number;
  readonly valid: number;
  readonly bad: number;
}

class CellList {
  readonly #cells: Cell[] = [];

  add(cell: Cell): void {
    this.#cells.push(cell);
  }

  addAll({ slots, rows, valid, bad }: CountCells): void {
    slots.forEach((slot, i) =>
      this.add({ slot, row: rows[i] as number, valid: valid[i] as number, bad: bad[i] as number }),
    );
  }

  cells(): CountCells {
    return {
      slots: Float64Array.from(this.#cells, ({ slot }) => slot),
      rows: Int32Array.from(this.#cells, ({ row }) => row),
      valid: Float64Array.from(this.#cells, ({ valid }) => valid),
      bad: Float64Array.from(this.#cells, ({ bad }) => bad),
    };
  }
}
