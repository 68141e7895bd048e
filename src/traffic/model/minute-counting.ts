import { bucketOf, HISTOGRAM_BUCKETS, MINUTE_MS } from "#kernel";
import { KINDS } from "#intake";
import type { RecordColumns } from "#records";
import { CELL, CELL_WIDTH, DURATION, DURATION_WIDTH, FOLDED, foldCell, SUBJECT, SUM, SUM_WIDTH } from "./cells.ts";
import { classCodeOf } from "./classes.ts";
import type { FoldGuard } from "./fold-guard.ts";
import type { SumTable } from "./sum-table.ts";

/** Numbers that are kept of a row that was found. */
const PLACE = 3;
const CLIENT_KIND = KINDS.indexOf("client");

/** Where records are counted. `aside`: by kind, those that no KPI sees (probes, drills, canaries; other environments). */
export interface MinuteTables {
  readonly cells: SumTable;
  readonly cellGuard: FoldGuard;
  readonly durations: SumTable;
  readonly durationGuard: FoldGuard;
  readonly aside: Float64Array;
}

/** Counts records into minutes: four sums a record, no object, no text. The same in any order. */
export class MinuteCounting {
  readonly #cell = new Int32Array(CELL_WIDTH);
  readonly #duration = new Int32Array(DURATION_WIDTH);
  /** By bucket, the time and the API of the row of durations that was found last, and the row. */
  readonly #latest = new Int32Array(HISTOGRAM_BUCKETS * PLACE);
  /** The table of those rows. */
  #latestOf: SumTable | undefined;

  /** `production`: the id of the environment that is counted; −1 while no record was of it. */
  count(columns: RecordColumns, production: number, into: MinuteTables): void {
    const { kind, environment } = columns;
    for (let row = 0; row < columns.length; row++) {
      const code = kind[row] as number;
      if (code === CLIENT_KIND && environment[row] === production) this.#countRow(columns, row, into);
      else into.aside[code] = (into.aside[code] as number) + 1;
    }
  }

  #countRow(columns: RecordColumns, row: number, into: MinuteTables): void {
    const { cells, cellGuard } = into;
    const cell = this.#cell;
    const status = columns.status[row] as number;
    const minute = Math.floor((columns.at[row] as number) / MINUTE_MS);
    cell[CELL.TIME] = minute;
    cell[CELL.API] = columns.api[row] as number;
    cell[CELL.CLIENT] = columns.client[row] as number;
    cell[CELL.OPERATION] = columns.operation[row] as number;
    cell[CELL.STATUS] = status;
    cell[CELL.CLASS] = classCodeOf(status, columns.outcome[row] as number, columns.healthCheck[row] as number);
    cell[CELL.PLAN] = columns.plan[row] as number;
    cell[CELL.VERSION] = columns.version[row] as number;
    cell[CELL.REGION] = columns.region[row] as number;
    cell[CELL.RELEASE] = columns.release[row] as number;
    if (cellGuard.isFull(minute)) {
      foldCell(cell);
      cellGuard.folded++;
    }
    const known = cells.rows;
    const at = cells.rowOf(cell) * SUM_WIDTH;
    if (cells.rows !== known) cellGuard.made(minute);
    const { sums } = cells;
    sums[at + SUM.REQUESTS] = (sums[at + SUM.REQUESTS] as number) + 1;
    sums[at + SUM.RESPONSE_BYTES] = (sums[at + SUM.RESPONSE_BYTES] as number) + (columns.responseBytes[row] as number);
    const durationUs = columns.durationUs[row] as number;
    if (durationUs < 0) {
      sums[at + SUM.UNTIMED] = (sums[at + SUM.UNTIMED] as number) + 1;
      return;
    }
    sums[at + SUM.DURATION_US] = (sums[at + SUM.DURATION_US] as number) + durationUs;
    this.#countDuration(into, columns.operation[row] as number, bucketOf(durationUs));
  }

  /** The durations of the record whose cell is in `#cell`. */
  #countDuration({ durations, durationGuard }: MinuteTables, operation: number, bucket: number): void {
    const cell = this.#cell;
    const key = this.#duration;
    const known = durations.rows;
    const minute = cell[CELL.TIME] as number;
    const isFull = durationGuard.isFull(minute);
    if (isFull) durationGuard.folded++;
    key[DURATION.TIME] = minute;
    key[DURATION.API] = cell[CELL.API] as number;
    key[DURATION.BUCKET] = bucket;
    this.#countApiDuration(durations);
    key[DURATION.SUBJECT] = SUBJECT.OPERATION;
    key[DURATION.ID] = isFull ? FOLDED : operation;
    increment(durations, key);
    key[DURATION.SUBJECT] = SUBJECT.CLIENT;
    key[DURATION.ID] = isFull ? FOLDED : (cell[CELL.CLIENT] as number);
    increment(durations, key);
    for (let made = durations.rows - known; made > 0; made--) durationGuard.made(minute);
  }

  /** Of the whole API: nearly every record finds the row that one a moment ago found. */
  #countApiDuration(durations: SumTable): void {
    const key = this.#duration;
    const bucket = key[DURATION.BUCKET] as number;
    const place = bucket * PLACE;
    const latest = this.#latest;
    if (durations !== this.#latestOf) {
      this.#latestOf = durations;
      latest.fill(-1);
    }
    if (latest[place] !== key[DURATION.TIME] || latest[place + 1] !== key[DURATION.API]) {
      key[DURATION.SUBJECT] = SUBJECT.API;
      key[DURATION.ID] = 0;
      latest[place] = key[DURATION.TIME] as number;
      latest[place + 1] = key[DURATION.API] as number;
      latest[place + 2] = durations.rowOf(key);
    }
    const row = latest[place + 2] as number;
    durations.sums[row] = (durations.sums[row] as number) + 1;
  }
}

function increment(table: SumTable, key: Int32Array): void {
  const row = table.rowOf(key);
  table.sums[row] = (table.sums[row] as number) + 1;
}
