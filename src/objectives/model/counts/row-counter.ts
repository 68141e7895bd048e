import type { RecordColumns } from "#records";
import { BAD, EXCLUDED } from "../indicators/indicator.ts";
import type { Cells } from "./cells.ts";
import type { ByFilter, CountedObjectives } from "./counted-objectives.ts";

/** A record and where its counts go. One object serves all records: it is read before the next one is set. */
export interface RowPlace {
  columns: RecordColumns;
  row: number;
  classCode: number;
  /** Number of the slot of ten seconds. */
  slot: number;
  /** Series in the cells: that of the whole API, and that of the client. */
  api: number;
  client: number;
}

/** Told of each bad request, with the column in which it was counted. */
export type OnBad = (place: RowPlace, column: number) => void;

/** Counts records into cells: of each objective that looks at one, 1 valid (and perhaps 1 bad) for the API and for its client. */
export class RowCounter {
  readonly #cells: Cells;
  readonly #onBad: OnBad;

  constructor(cells: Cells, onBad: OnBad) {
    this.#cells = cells;
    this.#onBad = onBad;
  }

  /** A record of kind client in production. */
  count(counted: CountedObjectives, place: RowPlace): void {
    const { columns, row } = place;
    const apiCell = this.#cells.row(place.slot, place.api);
    const clientCell = this.#cells.row(place.slot, place.client);
    const { adds, bad } = counted.verdicts.of(
      place.classCode,
      columns.durationUs[row] as number,
      columns.operation[row] as number,
    );
    const { counts } = this.#cells;
    for (const add of adds) {
      counts[apiCell + add] = (counts[apiCell + add] as number) + 1;
      counts[clientCell + add] = (counts[clientCell + add] as number) + 1;
    }
    for (const column of bad) this.#onBad(place, column);
    const { byFilter } = counted;
    if (byFilter.length > 0) this.countByFilter(byFilter, place);
  }

  /** A record of kind client in any environment, for some that are counted by filters. */
  countByFilter(all: readonly ByFilter[], place: RowPlace): void {
    for (const counted of all) {
      const code = counted.judge(place.columns, place.row, place.classCode);
      if (code === EXCLUDED) continue;
      const { column } = counted;
      const apiCell = this.#cells.row(place.slot, place.api);
      const clientCell = this.#cells.row(place.slot, place.client);
      this.#add(apiCell + column, clientCell + column, code === BAD ? 1 : 0);
      if (code === BAD) this.#onBad(place, column);
      counted.valid++;
    }
  }

  /** Adds one valid request to two places in the cells, that of the API and that of the client. */
  #add(apiPlace: number, clientPlace: number, bad: number): void {
    const { counts } = this.#cells;
    counts[apiPlace] = (counts[apiPlace] as number) + 1;
    counts[apiPlace + 1] = (counts[apiPlace + 1] as number) + bad;
    counts[clientPlace] = (counts[clientPlace] as number) + 1;
    counts[clientPlace + 1] = (counts[clientPlace + 1] as number) + bad;
  }
}
