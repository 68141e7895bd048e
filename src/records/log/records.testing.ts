import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "#kernel";
import { NUMBER_COLUMNS, RecordColumns } from "../model/columns.ts";
import { WIDE_FIELDS, type WideField } from "../model/wide-columns.ts";
import { RecordLog, type RecordLogOptions } from "./record-log.ts";

export const AT = Date.UTC(2026, 2, 2);

/** Runs with an empty directory, which is removed at the end. */
export async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-log-"));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A log with small limits, that keeps in `seen` the numbers of what was handed over. */
export async function openLog(
  directory: string,
  options: Partial<RecordLogOptions> & { readonly from?: number } = {},
): Promise<{ log: RecordLog; seen: PlainRow[]; keys: string[] }> {
  const seen: PlainRow[] = [];
  const keys: string[] = [];
  const { from = 0, ...opened } = options;
  const log = await RecordLog.open({
    directory,
    onTrouble: (error) => {
      throw error;
    },
    clock: { now: () => AT },
    wide: WIDE_FIELDS,
    ...opened,
    limits: { freeBytesMin: 0, ...options.limits },
  });
  await log.start(from, ({ columns, batchIds }) => {
    for (const page of columns) seen.push(...bare(plainRows(page)));
    keys.push(...batchIds.map(({ key }) => key));
  });
  return { log, seen, keys };
}

/** A row as values, for comparison: all numbers, then all texts. */
export type PlainRow = readonly (number | string)[];

/** Rows without their texts. */
export function bare(rows: readonly PlainRow[]): PlainRow[] {
  return rows.map((row) => row.slice(0, NUMBER_COLUMNS.length));
}

export function plainRows(columns: RecordColumns): PlainRow[] {
  return Array.from({ length: columns.length }, (_, row) => [
    ...NUMBER_COLUMNS.map((name) => columns[name][row] as number),
    ...WIDE_FIELDS.map((field) => columns.wide?.[field]?.textOf(row) ?? ""),
  ]);
}

/** Rows with the extremes that a column can have, and texts of each kind. */
export function drawColumns(random: Random, rows: number, wide: readonly WideField[] = WIDE_FIELDS): RecordColumns {
  const columns = new RecordColumns(Math.max(1, rows), wide);
  for (let row = 0; row < rows; row++) {
    columns.at[row] = AT + row * 10 - random.below(random.below(20) === 0 ? 86_400_000 : 50);
    columns.durationUs[row] = random.below(10) === 0 ? -1 : random.below(2 ** random.below(31));
    columns.status[row] = [0, 200, 200, 204, 404, 500, 999][random.below(7)] ?? 0;
    columns.outcome[row] = random.below(9);
    columns.kind[row] = random.below(4);
    columns.healthCheck[row] = random.below(2);
    columns.api[row] = random.below(3);
    columns.environment[row] = 0;
    columns.operation[row] = random.below(200);
    columns.client[row] = random.below(1_000) - 1;
    columns.responseBytes[row] = random.below(1_000) === 0 ? 2 ** 50 + 1 : random.below(70_000);
    columns.version[row] = random.below(2) - 1;
    writeTexts(columns, row, random);
  }
  columns.length = rows;
  return columns;
}

const utf8 = new TextEncoder();

function writeTexts({ wide }: RecordColumns, row: number, random: Random): void {
  const texts = { traceId: traceId(random), path: `/v1/orders/${random.below(1_000)}/é`, ip: "10.0.0.1" };
  for (const [field, text] of Object.entries(texts)) {
    const bytes = utf8.encode(text);
    if (random.below(4) > 0) wide?.[field as WideField]?.write(row, bytes, [0, bytes.length]);
  }
}

function traceId(random: Random): string {
  return Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
}

/** All rows of a log, in its order. */
export async function scanned(log: RecordLog): Promise<PlainRow[]> {
  const rows: PlainRow[] = [];
  for await (const page of log.scan({ from: 0, to: AT * 2 })) rows.push(...plainRows(page));
  return rows;
}
