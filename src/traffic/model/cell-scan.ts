import { CELL, SUM } from "./cells.ts";
import type { AddedRows, FigureRows } from "./figure-rows.ts";
import { ID_SHIFT, type IdFilter } from "./kpi-names.ts";
import { PART_ROWS_MAX, type Scanned, type ScannedRows } from "./scanned-rows.ts";

/** Where a row is summed: by the id in a column of the key, or by the point of the series in which its time lies. */
export type Target = { readonly column: number } | { readonly firstMs: number; readonly pointMs: number };

/** What a scan of cells adds to. */
export interface CellSums {
  readonly filters: readonly IdFilter[];
  readonly target: Target;
  readonly figures: FigureRows;
}

/** By client id + ID_SHIFT: when the last step began in which it made a request, in ms, and how long the step is. */
export interface LastSeen {
  readonly at: Float64Array;
  readonly stepMs: Float64Array;
}

/** Adds cells that pass all filters to figures, or notes whose they are. A column that is not needed is not touched. */
export class CellScan {
  readonly #chosen = new Int32Array(PART_ROWS_MAX);
  readonly #values = new Int32Array(PART_ROWS_MAX);
  readonly #sums = new Float64Array(PART_ROWS_MAX);
  readonly #added = {
    row: new Int32Array(PART_ROWS_MAX),
    classCode: new Int32Array(PART_ROWS_MAX),
    requests: new Float64Array(PART_ROWS_MAX),
    untimed: new Float64Array(PART_ROWS_MAX),
    durationUs: new Float64Array(PART_ROWS_MAX),
    responseBytes: new Float64Array(PART_ROWS_MAX),
  } satisfies AddedRows;

  add(part: Scanned, { filters, target, figures }: CellSums): void {
    const count = this.#choose(part, filters);
    if (count === 0) return;
    const { rows } = part;
    const { row, classCode, requests, untimed, durationUs, responseBytes } = this.#added;
    this.#targets(part, target, count);
    this.#keys(rows, CELL.CLASS, { into: classCode, count, shift: 0 });
    this.#sumsOf(rows, SUM.REQUESTS, { into: requests, count });
    this.#sumsOf(rows, SUM.UNTIMED, { into: untimed, count });
    this.#sumsOf(rows, SUM.DURATION_US, { into: durationUs, count });
    this.#sumsOf(rows, SUM.RESPONSE_BYTES, { into: responseBytes, count });
    figures.add({ row, classCode, requests, untimed, durationUs, responseBytes }, count);
  }

  /** Sets 1 at client id + ID_SHIFT. */
  mark(part: Scanned, filters: readonly IdFilter[], clients: Uint8Array): void {
    const count = this.#choose(part, filters);
    if (count === 0) return;
    const { row } = this.#added;
    this.#keys(part.rows, CELL.CLIENT, { into: row, count, shift: ID_SHIFT });
    for (let i = 0; i < count; i++) clients[row[i] as number] = 1;
  }

  /** Notes when clients were seen, where that is later than what is noted. */
  noteLast(part: Scanned, filters: readonly IdFilter[], last: LastSeen): void {
    const count = this.#choose(part, filters);
    if (count === 0) return;
    const { row, classCode: time } = this.#added;
    this.#keys(part.rows, CELL.CLIENT, { into: row, count, shift: ID_SHIFT });
    this.#keys(part.rows, CELL.TIME, { into: time, count, shift: 0 });
    for (let i = 0; i < count; i++) {
      const [client, at] = [row[i] as number, (time[i] as number) * part.stepMs];
      if (at < (last.at[client] as number)) continue;
      last.at[client] = at;
      last.stepMs[client] = part.stepMs;
    }
  }

  /** Writes the numbers of the rows that are asked for to the front of `#chosen`. */
  #choose({ rows, stepMs, within }: Scanned, filters: readonly IdFilter[]): number {
    for (let row = 0; row < rows.length; row++) this.#chosen[row] = row;
    let count = this.#chooseTimes(rows, Math.ceil(within.from / stepMs), Math.ceil(within.to / stepMs));
    for (const filter of filters) count = this.#chooseIds(rows, filter, count);
    return count;
  }

  #chooseTimes(rows: ScannedRows, from: number, to: number): number {
    const only = rows.only(CELL.TIME);
    if (only !== undefined) return only >= from && only < to ? rows.length : 0;
    const [chosen, values] = [this.#chosen, this.#values];
    const base = rows.key(CELL.TIME, values);
    let count = 0;
    for (let row = 0; row < rows.length; row++) {
      const time = base + (values[row] as number);
      if (time >= from && time < to) chosen[count++] = row;
    }
    return count;
  }

  #chooseIds(rows: ScannedRows, { column, allowed }: IdFilter, count: number): number {
    const only = rows.only(column);
    if (only !== undefined) return allowed[only + ID_SHIFT] === 1 ? count : 0;
    if (count === 0) return 0;
    const [chosen, values] = [this.#chosen, this.#values];
    const base = rows.key(column, values) + ID_SHIFT;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const row = chosen[i] as number;
      if (allowed[base + (values[row] as number)] === 1) chosen[kept++] = row;
    }
    return kept;
  }

  #targets({ rows, stepMs }: Scanned, target: Target, count: number): void {
    const { row } = this.#added;
    if ("column" in target) {
      this.#keys(rows, target.column, { into: row, count, shift: ID_SHIFT });
      return;
    }
    const { firstMs, pointMs } = target;
    this.#keys(rows, CELL.TIME, { into: row, count, shift: 0 });
    for (let i = 0; i < count; i++) row[i] = Math.floor(((row[i] as number) * stepMs - firstMs) / pointMs);
  }

  /** The values of the chosen rows, plus `shift`. */
  #keys(rows: ScannedRows, column: number, { into, count, shift }: KeysAsked): void {
    const only = rows.only(column);
    if (only !== undefined) {
      into.fill(only + shift, 0, count);
      return;
    }
    const [chosen, values] = [this.#chosen, this.#values];
    const base = rows.key(column, values) + shift;
    for (let i = 0; i < count; i++) into[i] = base + (values[chosen[i] as number] as number);
  }

  #sumsOf(rows: ScannedRows, column: number, { into, count }: SumsAsked): void {
    const [chosen, values] = [this.#chosen, this.#sums];
    const base = rows.sum(column, values);
    for (let i = 0; i < count; i++) into[i] = base + (values[chosen[i] as number] as number);
  }
}

interface SumsAsked {
  readonly into: Float64Array;
  readonly count: number;
}

interface KeysAsked {
  readonly into: Int32Array;
  readonly count: number;
  readonly shift: number;
}
