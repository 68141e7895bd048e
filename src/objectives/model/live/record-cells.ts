import { PRODUCTION } from "#intake";
import { floorTo } from "#kernel";
import { type Dictionaries, RecordColumns } from "#records";
import { classCodeOf } from "#traffic";
import { Cells } from "../counts/cells.ts";
import type { CountedObjectives } from "../counts/counted-objectives.ts";
import { type OnBad, RowCounter, type RowPlace } from "../counts/row-counter.ts";
import { GRID_MS } from "../engine/windows.ts";
import { API_SERIES, CLIENT_SERIES } from "./series-rows.ts";

/** Cells that are kept until the next tick; more are handed on at once. */
const CELLS_MAX = 65_536;

/** What record cells are made for. */
export interface RecordCellsOptions {
  readonly counted: CountedObjectives;
  readonly names: Dictionaries;
  readonly onBad: OnBad;
  /** Takes cells that are full; they are cleared when it returns. */
  readonly onFull: (cells: Cells) => void;
}

interface Filling {
  readonly cells: Cells;
  readonly counter: RowCounter;
}

/** Counts the records of one API into cells: those that fill, while those filled before are handed on. */
export class RecordCells {
  readonly #options: RecordCellsOptions;
  readonly #production: number;
  readonly #place: RowPlace;
  #filling: Filling;
  #filled: Filling;

  constructor(options: RecordCellsOptions) {
    this.#options = options;
    this.#production = options.names.environments.idOf(PRODUCTION);
    this.#place = { columns: new RecordColumns(0), row: 0, classCode: 0, slot: 0, api: API_SERIES, client: 0 };
    this.#filling = emptyFilling(options);
    this.#filled = emptyFilling(options);
  }

  /** Counts those of the rows [from, to) that are of kind client. */
  count(columns: RecordColumns, from: number, to: number): void {
    const place = this.#place;
    const { kind, environment, at, status, outcome, healthCheck, client } = columns;
    place.columns = columns;
    let slotAt = Number.POSITIVE_INFINITY;
    for (let row = from; row < to; row++) {
      if (kind[row] !== 0) continue;
      const sinceSlot = (at[row] as number) - slotAt;
      // Most requests are in the slot of the one before: a division for each would take as long as all the rest.
      if (!(sinceSlot >= 0 && sinceSlot < GRID_MS)) {
        slotAt = floorTo(at[row] as number, GRID_MS);
        place.slot = Math.trunc(slotAt / GRID_MS);
      }
      place.row = row;
      place.classCode = classCodeOf(status[row] as number, outcome[row] as number, healthCheck[row] as number);
      place.client = (client[row] as number) + CLIENT_SERIES;
      this.#countPlace(place, environment[row] === this.#production);
    }
  }

  /** What was counted since the last time. It is to be cleared before the next time; what comes from now on is counted apart. */
  take(): Cells {
    const taken = this.#filling;
    this.#filling = this.#filled;
    this.#filled = taken;
    return taken.cells;
  }

  /** Hands on what was counted at once. */
  settle(): void {
    this.#options.onFull(this.#filling.cells);
  }

  #countPlace(place: RowPlace, inProduction: boolean): void {
    const { counted } = this.#options;
    const { cells, counter } = this.#filling;
    if (cells.length > CELLS_MAX) this.settle();
    if (inProduction) counter.count(counted, place);
    else counter.countByFilter(counted.anywhere, place);
  }
}

function emptyFilling({ counted, onBad }: RecordCellsOptions): Filling {
  const cells = new Cells(2 + 2 * counted.all.length);
  return { cells, counter: new RowCounter(cells, onBad) };
}
