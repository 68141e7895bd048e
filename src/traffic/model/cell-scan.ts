import type { Interval } from "#kernel";
import { CELL, CELL_WIDTH, DURATION, DURATION_WIDTH, SUM } from "./cells.ts";
import type { FigureRows } from "./figure-rows.ts";
import type { IdFilter } from "./kpi-names.ts";
import { ID_SHIFT } from "./kpi-names.ts";
import { type RowColumn, type RowColumns, valueAt } from "./row-columns.ts";

/** Rows, and the part of them that a piece of the range asks for. */
export interface Scanned {
  readonly rows: RowColumns;
  /** Length of the step that the rows count time in. */
  readonly stepMs: number;
  /** Only rows of times in it, in ms. */
  readonly within: Interval;
}

/** Where a row is summed: by the id in a column of the key, or by the point of the series in which its time lies. */
export type Target = { readonly column: number } | { readonly firstMs: number; readonly pointMs: number };

/** What a scan of cells adds to. */
export interface CellSums {
  readonly filters: readonly IdFilter[];
  readonly target: Target;
  readonly figures: FigureRows;
  /** By client id + ID_SHIFT; 1 = made a request. Absent where nobody asks. */
  readonly clients?: Uint8Array;
}

/** Adds the cells that pass all filters to their rows. */
export function scanCells({ rows, stepMs, within }: Scanned, { filters, target, figures, clients }: CellSums): void {
  const { columns } = rows;
  const time = columns[CELL.TIME] as RowColumn;
  const rowOf = targetRow(columns, stepMs, target);
  const checked = filters.map(({ column, allowed }) => ({ column: columns[column] as RowColumn, allowed }));
  const added = { classCode: 0, requests: 0, untimed: 0, durationUs: 0, responseBytes: 0 };
  const sumOf = (sum: number): RowColumn => columns[CELL_WIDTH + sum] as RowColumn;
  const [requests, untimed] = [sumOf(SUM.REQUESTS), sumOf(SUM.UNTIMED)];
  const [durationUs, responseBytes] = [sumOf(SUM.DURATION_US), sumOf(SUM.RESPONSE_BYTES)];
  const [classes, client] = [columns[CELL.CLASS] as RowColumn, columns[CELL.CLIENT] as RowColumn];
  for (let row = 0; row < rows.rows; row++) {
    const at = valueAt(time, row) * stepMs;
    if (at < within.from || at >= within.to || !passes(checked, row)) continue;
    added.classCode = valueAt(classes, row);
    added.requests = valueAt(requests, row);
    added.untimed = valueAt(untimed, row);
    added.durationUs = valueAt(durationUs, row);
    added.responseBytes = valueAt(responseBytes, row);
    figures.add(rowOf(row), added);
    if (clients !== undefined) clients[valueAt(client, row) + ID_SHIFT] = 1;
  }
}

/** What a scan of durations adds to. */
export interface DurationSums {
  /** Of the ids of the rows; absent = all. */
  readonly allowed?: Uint8Array;
  readonly target: Target;
  /** Adds `count` durations of a bucket to the histogram of a target's row. */
  readonly add: (row: number, bucket: number, count: number) => void;
}

/** Adds the durations of allowed ids to their rows. */
export function scanDurations({ rows, stepMs, within }: Scanned, { allowed, target, add }: DurationSums): void {
  const { columns } = rows;
  const [time, id] = [columns[DURATION.TIME] as RowColumn, columns[DURATION.ID] as RowColumn];
  const [bucket, count] = [columns[DURATION.BUCKET] as RowColumn, columns[DURATION_WIDTH] as RowColumn];
  const rowOf = targetRow(columns, stepMs, target);
  for (let row = 0; row < rows.rows; row++) {
    const at = valueAt(time, row) * stepMs;
    if (at < within.from || at >= within.to) continue;
    if (allowed !== undefined && allowed[valueAt(id, row) + ID_SHIFT] !== 1) continue;
    add(rowOf(row), valueAt(bucket, row), valueAt(count, row));
  }
}

function targetRow(columns: readonly RowColumn[], stepMs: number, target: Target): (row: number) => number {
  if ("column" in target) {
    const column = columns[target.column] as RowColumn;
    return (row) => valueAt(column, row) + ID_SHIFT;
  }
  const time = columns[CELL.TIME] as RowColumn;
  const { firstMs, pointMs } = target;
  return (row) => Math.floor((valueAt(time, row) * stepMs - firstMs) / pointMs);
}

function passes(filters: readonly { column: RowColumn; allowed: Uint8Array }[], row: number): boolean {
  for (const { column, allowed } of filters) {
    if (allowed[valueAt(column, row) + ID_SHIFT] !== 1) return false;
  }
  return true;
}
