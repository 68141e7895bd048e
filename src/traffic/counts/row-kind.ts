import { CELL, cellTable, DURATION, durationTable, FOLDED, foldCell, foldDuration, SUBJECT } from "../model/cells.ts";
import { sortedRows } from "../model/sorted-rows.ts";
import type { SumTable } from "../model/sum-table.ts";
import { rowColumnsOf } from "../model/row-columns.ts";
import { BLOCK_ROWS_MAX, blockBytes, CONTENT, type Content } from "./block.ts";

/** The two tables of a level: how their rows become blocks. */
export interface RowKind {
  readonly name: "cells" | "durations";
  readonly table: (rowsExpected?: number) => SumTable;
  /** Takes the smaller dimensions out of a key. */
  readonly fold: (key: Int32Array) => void;
  /** Blocks of the given rows, sorted, one after the other. */
  readonly blocksOf: (table: SumTable, rows: Int32Array) => Buffer[];
}

export const CELLS: RowKind = {
  name: "cells",
  table: cellTable,
  fold: foldCell,
  blocksOf(table, rows) {
    const totals = totalsOf(table, rows);
    return [
      ...cutBlocks(table, rows, { by: CELL_ORDER, id: CELL.CLIENT, contentOf: () => CONTENT.cells }),
      ...cutBlocks(totals, allRows(totals), { by: CELL_ORDER, id: CELL.CLIENT, contentOf: () => CONTENT.totals }),
    ];
  },
};

export const DURATIONS: RowKind = {
  name: "durations",
  table: durationTable,
  fold: foldDuration,
  blocksOf(table, rows) {
    const contentOf = (row: number): Content =>
      CONTENT_OF_SUBJECT[table.keys[row * table.keyWidth + DURATION.SUBJECT] as 0 | 1 | 2];
    return cutBlocks(table, rows, { by: DURATION_ORDER, id: DURATION.ID, contentOf });
  },
};

const CONTENT_OF_SUBJECT = {
  [SUBJECT.API]: CONTENT.ofApi,
  [SUBJECT.OPERATION]: CONTENT.ofOperation,
  [SUBJECT.CLIENT]: CONTENT.ofClient,
} as const;

const CELL_ORDER = [
  CELL.API,
  CELL.CLIENT,
  CELL.OPERATION,
  CELL.STATUS,
  CELL.CLASS,
  CELL.TIME,
  CELL.PLAN,
  CELL.VERSION,
  CELL.REGION,
  CELL.RELEASE,
];
const DURATION_ORDER = [DURATION.API, DURATION.SUBJECT, DURATION.ID, DURATION.TIME, DURATION.BUCKET];

/** All row numbers of a table. */
export function allRows(table: SumTable): Int32Array {
  return Int32Array.from({ length: table.rows }, (_, row) => row);
}

interface Cut {
  readonly by: readonly number[];
  /** The column whose least and most stand in the head. */
  readonly id: number;
  readonly contentOf: (row: number) => Content;
}

/** A block holds rows of one API and one content, and not too many. */
function cutBlocks(table: SumTable, rows: Int32Array, { by, id, contentOf }: Cut): Buffer[] {
  const order = sortedRows(table, rows, by);
  const blocks: Buffer[] = [];
  const apiOf = (row: number): number => table.keys[row * table.keyWidth + API] as number;
  for (let start = 0; start < order.length;) {
    const first = order[start] as number;
    const [content, api] = [contentOf(first), apiOf(first)];
    let end = start + 1;
    while (
      end < order.length &&
      end - start < BLOCK_ROWS_MAX &&
      apiOf(order[end] as number) === api &&
      contentOf(order[end] as number) === content
    ) {
      end++;
    }
    const cut = order.subarray(start, end);
    blocks.push(
      blockBytes(
        { content, api, times: spreadOf(table, cut, TIME), ids: spreadOf(table, cut, id) },
        rowColumnsOf(table, cut),
      ),
    );
    start = end;
  }
  return blocks;
}

const TIME = CELL.TIME satisfies typeof DURATION.TIME;
const API = CELL.API satisfies typeof DURATION.API;

function spreadOf(table: SumTable, rows: Int32Array, column: number): [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (const row of rows) {
    const value = table.keys[row * table.keyWidth + column] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Cells summed over their clients: what is asked of all clients at once, in far fewer rows. */
function totalsOf(cells: SumTable, rows: Int32Array): SumTable {
  const totals = cellTable();
  const key = new Int32Array(cells.keyWidth);
  for (const row of rows) {
    cells.readKey(row, key);
    key[CELL.CLIENT] = FOLDED;
    totals.addSums(key, cells, row);
  }
  return totals;
}
