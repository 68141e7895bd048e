import type { CountCells, Exclusion, Instances, Objective } from "#objectives";
import { NO_CLIENT } from "./counts.ts";
import type { History } from "./history.ts";
import { SlotColumns, type SlotCounts } from "./slot-columns.ts";

/** 40 M are about a gigabyte. */
const CELLS_MAX = 40_000_000;
const TOO_MANY =
  "pairs of an objective and a row are too many to hold in memory. Evaluate fewer objectives or clients at once.";

/** The cells of a history, and what exclusions of clients took out of objectives that have no instance of these clients. */
export interface HistoryCells {
  readonly cells: CountCells;
  readonly takenOut: CountCells;
}

/** For each slot and objective a cell of the whole API, the sum of the rows, and one of each client that has an instance. */
export function cellsOf(history: History, instances: Instances, exclusions: readonly Exclusion[]): HistoryCells {
  const cells = new SlotColumns(CELLS_MAX, TOO_MANY);
  const takenOut = new SlotColumns(CELLS_MAX, TOO_MANY);
  const objectives = instances.objectives.flatMap((objective, index) =>
    objective.indicator.kind === "composite" ? [] : [new ObjectiveCells(objective, { index, instances, exclusions })],
  );
  const { slots } = history.counts;
  for (let from = 0; from < history.length;) {
    let to = from + 1;
    while (to < history.length && slots[to] === slots[from]) to++;
    for (const objective of objectives) objective.addSlot(history, { from, to }, { cells, takenOut });
    from = to;
  }
  return { cells: cellsIn(cells), takenOut: cellsIn(takenOut) };
}

/** Rows [from, to) of one slot. */
interface SlotRows {
  readonly from: number;
  readonly to: number;
}

/** One objective, and which of its cells are needed. */
class ObjectiveCells {
  readonly #base: number;
  readonly #hasClients: boolean;
  /** Of clients that have no row of their own, so that the model cannot take them out of the whole. */
  readonly #clientExclusions: readonly Exclusion[];

  constructor(
    { api }: Objective,
    { index, instances, exclusions }: { index: number; instances: Instances; exclusions: readonly Exclusion[] },
  ) {
    this.#base = instances.baseOf(index);
    this.#hasClients = instances.rowsOf(index) > 1;
    this.#clientExclusions = this.#hasClients
      ? []
      : exclusions.filter((one) => one.api === api && one.client !== undefined);
  }

  addSlot(
    { counts, ranks }: History,
    { from, to }: SlotRows,
    into: { cells: SlotColumns; takenOut: SlotColumns },
  ): void {
    const slot = counts.slots[from] as number;
    const whole = { slot, id: this.#base, valid: 0, bad: 0 };
    const active = this.#clientExclusions.filter((one) => one.from <= slot && slot < one.to);
    for (let at = from; at < to; at++) {
      const id = counts.clients[at] as number;
      const client = id === NO_CLIENT ? NO_CLIENT : (ranks[id] as number);
      const cell = { slot, id: this.#base, valid: counts.valid[at] as number, bad: counts.bad[at] as number };
      if (active.some((one) => one.client === client)) {
        addCell(into.takenOut, cell);
        continue;
      }
      whole.valid += cell.valid;
      whole.bad += cell.bad;
      if (this.#hasClients && client !== NO_CLIENT) addCell(into.cells, { ...cell, id: this.#base + 1 + client });
    }
    addCell(into.cells, whole);
  }
}

/** A cell without a request tells nothing. */
function addCell(into: SlotColumns, cell: SlotCounts): void {
  if (cell.valid > 0) into.add(cell);
}

function cellsIn(columns: SlotColumns): CountCells {
  const { slots, ids, valid, bad } = columns.arrays();
  return { slots, rows: ids, valid, bad };
}
