import type { CellKeys } from "../model/cell-keys.ts";
import { CELL, CELL_WIDTH, type DURATION, DURATION_WIDTH, FOLDED, SUBJECT, SUM_WIDTH } from "../model/cells.ts";
import { columnOf, type RowColumn, type RowColumns } from "../model/row-columns.ts";
import type { Run, RunMemory } from "../model/run.ts";
import { apiOf, foldedHigh, highOf, idOf, lowOf, partOf, subjectOf, timeOf } from "../model/run-keys.ts";
import { BLOCK_ROWS_MAX, blockBytes, CONTENT, type Content } from "./block.ts";
import { rowsIn, type RunPart } from "./run-parts.ts";

/** The two kinds of rows of a level: how they become columns and blocks, and come back. */
export interface RowKind {
  readonly name: "cells" | "durations";
  /** Sums of a row. */
  readonly width: number;
  /** All rows of the parts by column, one part after the other. */
  readonly columnsOf: (parts: readonly RunPart[]) => RowColumns;
  /** Blocks of the rows, one after the other. */
  readonly blocksOf: (part: RunPart) => Buffer[];
  /** Blocks that only sum those rows up, for whoever asks for all of them at once. */
  readonly summaryOf: (part: RunPart, memory: RunMemory) => Buffer[];
  /** The key of a row without its smaller dimensions. */
  readonly folded: (run: Run, row: number) => readonly [high: number, low: number];
  /** The high halves of rows of an API that stand for a content: from the first to before the second. */
  readonly rangeOf: (api: number, content: Content) => readonly [from: number, to: number];
}

export const CELLS: RowKind = {
  name: "cells",
  width: SUM_WIDTH,
  columnsOf: (parts) => cellColumns(parts),
  blocksOf: (part) => cutBlocks(part, { keyWidth: CELL_WIDTH, contentOf: () => CONTENT.cells, columnsOf: cellColumns }),
  summaryOf(part, memory) {
    const run = totalsOf(part, memory);
    const totals = { ...part, run, from: 0, to: run.rows };
    const blocks = cutBlocks(totals, { keyWidth: CELL_WIDTH, contentOf: () => CONTENT.totals, columnsOf: cellColumns });
    memory.giveBack(run);
    return blocks;
  },
  folded: (run, row) => {
    const low = run.low[row] as number;
    return [run.high[row] as number, lowOf((run.keys as CellKeys).foldedOf(partOf(low)), timeOf(low))];
  },
  rangeOf: (api) => [highOf(api, FOLDED), highOf(api + 1, FOLDED)],
};

export const DURATIONS: RowKind = {
  name: "durations",
  width: 1,
  columnsOf: (parts) => durationColumns(parts),
  blocksOf: (part) =>
    cutBlocks(part, {
      keyWidth: DURATION_WIDTH,
      contentOf: (high) => CONTENT_OF_SUBJECT[subjectOf(high) as 0 | 1 | 2 | 3],
      columnsOf: durationColumns,
    }),
  summaryOf: () => [],
  folded: (run, row) => [foldedHigh(run.high[row] as number), run.low[row] as number],
  rangeOf(api, content) {
    const subject = SUBJECT_OF[content];
    return [highOf(api, FOLDED, subject), highOf(api + 1, FOLDED, subject)];
  },
};

const CONTENT_OF_SUBJECT = {
  [SUBJECT.API]: CONTENT.ofApi,
  [SUBJECT.OPERATION]: CONTENT.ofOperation,
  [SUBJECT.CLIENT]: CONTENT.ofClient,
  [SUBJECT.UPSTREAM]: CONTENT.ofUpstream,
} as const;

const SUBJECT_OF: Readonly<Record<Content, number>> = {
  [CONTENT.cells]: SUBJECT.API,
  [CONTENT.totals]: SUBJECT.API,
  [CONTENT.ofApi]: SUBJECT.API,
  [CONTENT.ofOperation]: SUBJECT.OPERATION,
  [CONTENT.ofClient]: SUBJECT.CLIENT,
  [CONTENT.ofUpstream]: SUBJECT.UPSTREAM,
};

/** Columns into which keys are written before they are narrowed. */
type KeyColumns = readonly Int32Array[];

function keyColumns(width: number, rows: number): KeyColumns {
  return Array.from({ length: width }, () => new Int32Array(rows));
}

interface Cut {
  readonly keyWidth: number;
  readonly contentOf: (high: number) => Content;
  readonly columnsOf: (parts: readonly RunPart[], columns: KeyColumns) => RowColumns;
}

/** A block holds rows of one API and one content, and not too many. */
function cutBlocks(part: RunPart, { keyWidth, contentOf, columnsOf }: Cut): Buffer[] {
  const blocks: Buffer[] = [];
  const { high } = part.run;
  const room = keyColumns(keyWidth, Math.min(BLOCK_ROWS_MAX, part.to - part.from));
  for (let from = part.from; from < part.to;) {
    const [first, most] = [high[from] as number, Math.min(part.to, from + BLOCK_ROWS_MAX)];
    const [content, api] = [contentOf(first), apiOf(first)];
    let to = from + 1;
    while (to < most && contentOf(high[to] as number) === content && apiOf(high[to] as number) === api) to++;
    const columns = columnsOf([{ ...part, from, to }], room);
    const times = spreadOf(columns.columns[TIME] as RowColumn);
    blocks.push(blockBytes({ content, api, times, ids: [idOf(first), idOf(high[to - 1] as number)] }, columns));
    from = to;
  }
  return blocks;
}

const TIME = CELL.TIME satisfies typeof DURATION.TIME;

function spreadOf({ base, offsets }: RowColumn): [least: number, most: number] {
  let most = 0;
  if (offsets !== null) for (const offset of offsets) if (offset > most) most = offset;
  return [base, base + most];
}

/** Cells summed over their clients: what is asked of all clients at once, in far fewer rows. */
function totalsOf({ run, from, to }: RunPart, memory: RunMemory): Run {
  const keys = run.keys as CellKeys;
  const totals = memory.builder(run);
  for (let row = from; row < to; row++) {
    const low = run.low[row] as number;
    const total = lowOf(keys.totalOf(partOf(low)), timeOf(low));
    totals.add(highOf(apiOf(run.high[row] as number), FOLDED), total, run, row);
  }
  return totals.sorted();
}

function cellColumns(parts: readonly RunPart[], room = keyColumns(CELL_WIDTH, rowsIn(parts))): RowColumns {
  const key = new Int32Array(CELL_WIDTH);
  let at = 0;
  for (const { run, from, to, first } of parts) {
    const keys = run.keys as CellKeys;
    for (let row = from; row < to; row++, at++) {
      const low = run.low[row] as number;
      keys.read(partOf(low), key);
      key[CELL.TIME] = first + timeOf(low);
      for (let column = 0; column < CELL_WIDTH; column++) (room[column] as Int32Array)[at] = key[column] as number;
    }
  }
  return narrowed(parts, room, SUM_WIDTH);
}

function durationColumns(parts: readonly RunPart[], room = keyColumns(DURATION_WIDTH, rowsIn(parts))): RowColumns {
  const [times, apis, subjects, ids, buckets] = room as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  let at = 0;
  for (const { run, from, to, first } of parts) {
    for (let row = from; row < to; row++, at++) {
      const [high, low] = [run.high[row] as number, run.low[row] as number];
      times[at] = first + timeOf(low);
      apis[at] = apiOf(high);
      subjects[at] = subjectOf(high);
      ids[at] = idOf(high);
      buckets[at] = partOf(low);
    }
  }
  return narrowed(parts, room, 1);
}

/** The columns of the parts' rows: of the keys as they were written to `room`, and of the sums. */
function narrowed(parts: readonly RunPart[], room: KeyColumns, width: number): RowColumns {
  const rows = rowsIn(parts);
  const values = new Float64Array(rows);
  const columns = room.map((keys) => columnOf(keys.subarray(0, rows)));
  for (let column = 0; column < width; column++) {
    let at = 0;
    for (const { run, from, to } of parts) {
      for (let row = from; row < to; row++) values[at++] = run.sums[row * width + column] as number;
    }
    columns.push(columnOf(values));
  }
  return { rows, columns };
}
