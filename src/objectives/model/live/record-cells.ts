import { PRODUCTION } from "#intake";
import { floorTo } from "#kernel";
import { type Dictionaries, RecordColumns, UNATTRIBUTED } from "#records";
import { classCodeOf } from "#traffic";
import { Cells } from "../counts/cells.ts";
import type { CountedObjectives } from "../counts/counted-objectives.ts";
import { type OnBad, RowCounter, type RowPlace } from "../counts/row-counter.ts";
import { GRID_MS } from "../engine/windows.ts";
import type { ExcludedTime } from "./excluded-time.ts";
import { API_SERIES, CLIENT_SERIES, EXCLUDED_SERIES } from "./series-rows.ts";

/** A table that has more cells than this is full. */
const CELLS_MAX = 65_536;
/** Cells handed on for each record that comes. It makes two at most: a full table is empty before the next one is full. */
const HANDED_ON_A_RECORD = 2;
/** So many full tables wait while a tick is under way; beyond that they are handed on nevertheless. */
const WAITING_MAX = 16;
/** At a tick one is full, one is filling, and one is filled from then on. */
const SPARE_MAX = 2;
/** Numbers of a cell, times cells, that are handed on between two yields: half a millisecond, or one where all is new. */
const NUMBERS_IN_A_SLICE = 2048;

/** What record cells are made for. */
export interface RecordCellsOptions {
  readonly counted: CountedObjectives;
  readonly names: Dictionaries;
  /** Slots whose requests are counted apart, as EXCLUDED_SERIES, and are bad for nobody. */
  readonly excluded: ExcludedTime;
  readonly onBad: OnBad;
  /** Takes the index-th cell; nobody asks for it again. */
  readonly onCell: (cells: Cells, index: number) => void;
}

interface Table {
  readonly cells: Cells;
  readonly counter: RowCounter;
  /** Counts into the same cells, and tells nobody of bad requests. */
  readonly silent: RowCounter;
  /** Cells before this one were handed on. */
  handedOn: number;
}

/**
 * Counts the records of one API into cells, which are handed on at each tick. Of a full table each record that
 * comes hands on a few cells, so that none has to wait for all of them.
 */
export class RecordCells {
  readonly #options: RecordCellsOptions;
  readonly #production: number;
  readonly #place: RowPlace;
  readonly #cellsInASlice: number;
  #filling: Table;
  /** The oldest first. */
  #full: Table[] = [];
  /** Empty ones, as their memory is needed again. */
  readonly #spare: Table[] = [];
  #isHeld = false;

  constructor(options: RecordCellsOptions) {
    this.#options = options;
    this.#production = options.names.environments.idOf(PRODUCTION);
    this.#place = { columns: new RecordColumns(0), row: 0, classCode: 0, slot: 0, api: API_SERIES, client: 0 };
    this.#filling = emptyTable(options);
    this.#cellsInASlice = Math.max(1, Math.floor(NUMBERS_IN_A_SLICE / this.#filling.cells.width));
  }

  /** Counts those of the rows [from, to) that are of kind client. */
  count(columns: RecordColumns, from: number, to: number): void {
    const place = this.#place;
    const { kind, environment, at, status, outcome, healthCheck, client } = columns;
    place.columns = columns;
    let slotAt = Number.POSITIVE_INFINITY;
    let isExcluded = false;
    for (let row = from; row < to; row++) {
      if (kind[row] !== 0) continue;
      const sinceSlot = (at[row] as number) - slotAt;
      // Most requests are in the slot of the one before: a division for each would take as long as all the rest.
      if (!(sinceSlot >= 0 && sinceSlot < GRID_MS)) {
        slotAt = floorTo(at[row] as number, GRID_MS);
        place.slot = Math.trunc(slotAt / GRID_MS);
        isExcluded = this.#options.excluded.holds(slotAt);
      }
      place.row = row;
      place.classCode = classCodeOf(status[row] as number, outcome[row] as number, healthCheck[row] as number);
      const inProduction = environment[row] === this.#production;
      if (isExcluded) {
        this.#countExcluded(place, inProduction);
        continue;
      }
      place.client = (client[row] as number) + CLIENT_SERIES;
      this.#countPlace(place, inProduction);
    }
    if (!this.#isHeld || this.#full.length > WAITING_MAX) this.#handOn(HANDED_ON_A_RECORD * (to - from));
  }

  /** Hands on, in slices, all that was counted until this call. What comes after it waits until `goOn`, and for the next time. */
  take(): Generator<void, void> {
    const tables = [...this.#full, this.#filling];
    this.#full = [];
    this.#filling = this.#emptied();
    this.#isHeld = true;
    return this.#slices(tables);
  }

  /** Lets full tables be handed on as records come. */
  goOn(): void {
    this.#isHeld = false;
  }

  #countPlace(place: RowPlace, inProduction: boolean): void {
    const { counted } = this.#options;
    const { cells, counter } = this.#filling;
    if (cells.length > CELLS_MAX) this.#turn();
    if (inProduction) counter.count(counted, place);
    else counter.countByFilter(counted.anywhere, place);
  }

  /** For the API as a whole. Of clients it is not remembered: they share a cell, of nobody. */
  #countExcluded(place: RowPlace, inProduction: boolean): void {
    const { counted } = this.#options;
    if (this.#filling.cells.length > CELLS_MAX) this.#turn();
    const { silent } = this.#filling;
    place.api = EXCLUDED_SERIES;
    place.client = UNATTRIBUTED + CLIENT_SERIES;
    if (inProduction) silent.count(counted, place);
    else silent.countByFilter(counted.anywhere, place);
    place.api = API_SERIES;
  }

  #turn(): void {
    this.#full.push(this.#filling);
    this.#filling = this.#emptied();
  }

  #handOn(count: number): void {
    let left = count;
    for (let table = this.#full[0]; table !== undefined && left > 0; table = this.#full[0]) {
      const before = table.handedOn;
      if (this.#handOnSome(table, left)) this.#full.shift();
      left -= table.handedOn - before;
    }
  }

  *#slices(tables: readonly Table[]): Generator<void, void> {
    for (const table of tables) {
      while (!this.#handOnSome(table, this.#cellsInASlice)) yield;
    }
  }

  /** Whether nothing is left of the table: then it is empty, and may be filled again. */
  #handOnSome(table: Table, count: number): boolean {
    const { cells } = table;
    const until = Math.min(cells.length, table.handedOn + count);
    for (let index = table.handedOn; index < until; index++) this.#options.onCell(cells, index);
    table.handedOn = until;
    if (until < cells.length) return false;
    cells.clear();
    if (this.#spare.length < SPARE_MAX) this.#spare.push(table);
    return true;
  }

  #emptied(): Table {
    const table = this.#spare.pop() ?? emptyTable(this.#options);
    table.handedOn = 0;
    return table;
  }
}

function emptyTable({ counted, onBad }: RecordCellsOptions): Table {
  const cells = new Cells(2 + 2 * counted.all.length);
  return { cells, counter: new RowCounter(cells, onBad), silent: new RowCounter(cells, () => undefined), handedOn: 0 };
}
