import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DatabaseSync } from "node:sqlite";
import { type Dictionary, inlineMore, MINUTE_MS, stopwatchMs, wallClockMs } from "#kernel";
import { ACCEPTS_SIZE, acceptIndex, Dictionaries, RecordColumns, RecordLog, type WideField } from "#records";
import { bulk, generate } from "#stories";
import { BlockCodec, BLOCK_ROWS } from "../src/records/model/codec/block.ts";
import { ByteReader } from "../src/records/model/codec/byte-reader.ts";
import { ByteWriter } from "../src/records/model/codec/byte-writer.ts";

/**
 * The record log on the disk of the temporary directory, with the traffic of the bulk story (5,000 clients, 200
 * operations): encoding and decoding of a block; appending with a real fdatasync in batches of several sizes, beside
 * node:sqlite in the same run (WAL, synchronous=FULL, a transaction for each batch); bytes at rest; reading back without a snapshot;
 * and a search of the failures of one client in five minutes of a long log. `--records` (2,000,000) for the middle part,
 * `--searched` (10,000,000; the story is written again and again, later each time) for the search.
 * Goals: above 6 M records/s decoded and handed over, at most 12 B a narrow record and 40 B with trace id, path and
 * address at rest, the search within 200 ms in 50 M records.
 */
const { values } = parseArgs({
  options: { records: { type: "string", default: "2000000" }, searched: { type: "string", default: "10000000" } },
});
const RECORDS = Number(values.records);
const SEARCHED = Number(values.searched);
/** What is generated, and then written over and over: making a story is slower than writing it. */
const PAGES = 16;
const WIDE: readonly WideField[] = ["traceId", "path", "ip"];
const utf8 = new TextEncoder();

inlineMore();
const names = new Dictionaries();
const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const [narrow, wide] = storyPages();
/** Where the last written pages ended. */
const SPAN = { end: 0 };
try {
  codec();
  for (const rows of [1, 100, 1_000, 10_000]) await appendBatches(rows);
  await atRest("narrow", narrow);
  await atRest("with trace id, path and address", wide);
  await search();
} finally {
  rmSync(folder, { recursive: true });
}

/** The same records twice: without texts, and with them. One in three follows the one before within the same ms. */
function storyPages(): [RecordColumns[], RecordColumns[]] {
  const pages = Array.from({ length: PAGES }, () => new RecordColumns(BLOCK_ROWS, WIDE));
  let written = 0;
  for (const record of generate(bulk(PAGES * BLOCK_ROWS, 7))) {
    const columns = pages[Math.floor(written / BLOCK_ROWS)] as RecordColumns;
    const row = columns.length++;
    columns.at[row] = record.at;
    columns.durationUs[row] = record.durationUs;
    columns.status[row] = record.status;
    columns.outcome[row] = 1;
    columns.api[row] = names.apis.idOf(record.api);
    columns.environment[row] = names.environments.idOf("production");
    columns.operation[row] = names.operations.idOf(record.operation);
    columns.client[row] = names.clients.idOf(record.client.name);
    columns.responseBytes[row] = record.responseBytes;
    columns.method[row] = names.methods.idOf(record.method);
    const traceId = record.requestId + (record.durationUs * 1_000_003 + written).toString(16).padStart(16, "0");
    for (const [field, text] of Object.entries({ traceId, path: record.path, ip: record.client.ip })) {
      const bytes = utf8.encode(text);
      columns.wide?.[field as WideField]?.write(row, bytes, [0, bytes.length]);
    }
    written++;
  }
  const bare = pages.map((page) => {
    const columns = new RecordColumns(BLOCK_ROWS);
    columns.append(page, 0, page.length);
    return columns;
  });
  return [bare, pages];
}

function codec(): void {
  for (const [name, pages, kept] of [
    ["narrow", narrow, []],
    ["wide", wide, WIDE],
  ] as const) {
    const block = new BlockCodec();
    const out = new ByteWriter();
    const read = new RecordColumns(BLOCK_ROWS, kept);
    const encodeMs = best(() => {
      for (const page of pages) {
        out.clear();
        block.encode(page, out);
      }
    });
    const bytes = out.length;
    const decodeMs = best(() => {
      for (const _ of pages) block.decode(new ByteReader(out.written()), read, { unpack: (packed) => packed });
    });
    const rows = pages.length * BLOCK_ROWS;
    print(
      `block, ${name}: encoded ${rate(rows, encodeMs)}, decoded ${rate(rows, decodeMs)}, ${(bytes / BLOCK_ROWS).toFixed(1)} B a record before compression`,
    );
  }
}

async function appendBatches(rows: number): Promise<void> {
  const source = narrow[0] as RecordColumns;
  const batch = new RecordColumns(rows);
  batch.append(source, 0, rows);
  const log = await open(`append-${rows}`, []);
  const times: number[] = [];
  const total = await forTwoSeconds(async () => {
    const began = stopwatchMs();
    await log.append({ columns: [batch] });
    times.push(stopwatchMs() - began);
  });
  const alone = total * rows;
  // Sixteen senders at once share the fsync.
  const shared = await forTwoSeconds(async () => {
    await Promise.all(Array.from({ length: 16 }, () => log.append({ columns: [batch] })));
  });
  await log.close();
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  const database = await sqliteBatches(batch);
  print(
    `append, batches of ${rows}: ${rate(alone, 1_000)} (p99 ${p99.toFixed(1)} ms), 16 senders ${rate(shared * rows * 16, 1_000)}; SQLite ${rate(database, 1_000)}: ${(alone / database).toFixed(1)} times as many`,
  );
}

/** Records a second. */
async function sqliteBatches(batch: RecordColumns): Promise<number> {
  const database = new DatabaseSync(join(folder, `records-${batch.length}.db`));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE r (at, durationUs, status, outcome, api, environment, operation, client, bytes, method)");
  const insert = database.prepare("INSERT INTO r VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const { at, durationUs, status, outcome, api, environment, operation, client, responseBytes, method } = batch;
  const columns = [at, durationUs, status, outcome, api, environment, operation, client, responseBytes, method];
  const batches = await forTwoSeconds(() => {
    database.exec("BEGIN");
    for (let row = 0; row < batch.length; row++) insert.run(...columns.map((column) => column[row] ?? 0));
    database.exec("COMMIT");
    return Promise.resolve();
  });
  database.close();
  return batches * batch.length;
}

async function atRest(name: string, pages: readonly RecordColumns[]): Promise<void> {
  const kept = name === "narrow" ? [] : WIDE;
  const log = await open(name, kept);
  const records = await write(log, pages, RECORDS);
  const plain = log.size.bytes / records;
  // The last segment stays as it is: a copy is opened with a limit that closes it.
  await log.close();
  const closing = await open(name, kept, { segmentBytesMax: 1 });
  await closing.append({ columns: [first(pages)] });
  const cpu = process.cpuUsage();
  const began = stopwatchMs();
  await closing.settled();
  const packMs = stopwatchMs() - began;
  const packCpu = process.cpuUsage(cpu);
  const bytes = closing.size.bytes;
  await closing.close();
  const counted = { rows: 0 };
  const readCpu = process.cpuUsage();
  const again = await open(name, kept, { counted });
  const handedOver = counted.rows;
  const spent = process.cpuUsage(readCpu);
  const readMs = (spent.user + spent.system) / 1_000;
  await again.close();
  print(
    `at rest, ${name}: ${(bytes / handedOver).toFixed(1)} B a record (${plain.toFixed(1)} B before), compressed ${rate(records, packMs)} (${rate(records, (packCpu.user + packCpu.system) / 1_000)} of CPU)`,
  );
  print(
    `read back, ${name}: ${handedOver} records, ${rate(handedOver, readMs)} of CPU: 86.4 M in ${((86_400 * readMs) / handedOver).toFixed(1)} CPU-s`,
  );
}

async function search(): Promise<void> {
  const log = await open("searched", []);
  const records = await write(log, narrow, SEARCHED);
  await log.settled();
  const accepts = new Uint8Array(ACCEPTS_SIZE);
  for (let status = 500; status < 600; status++) accepts[acceptIndex(status, 1, 0)] = 1;
  const client = names.clients.nameOf(first(narrow).client[0] as number);
  const end = log.size.from ?? 0;
  const span = SPAN.end - end;
  const times: number[] = [];
  let scanned = 0;
  let found = 0;
  for (let round = 0; round < 9; round++) {
    const from = end + (span * (round + 0.5)) / 9;
    const began = stopwatchMs();
    const page = await log.search({ from, to: from + 5 * MINUTE_MS, clients: [client], accepts, limit: 50 });
    times.push(stopwatchMs() - began);
    scanned += page.scanned / 9;
    found += page.columns.length;
  }
  const began = stopwatchMs();
  const rare = await log.search({ from: 0, to: SPAN.end, clients: [client], minDurationUs: 1e9, limit: 50 });
  const rareMs = stopwatchMs() - began;
  const sorted = times.toSorted((a, b) => a - b);
  print(
    `search: failures of one client in 5 minutes of ${records} records (${(span / 3_600_000).toFixed(1)} h, ${log.size.segments} segments): median ${(sorted[4] ?? 0).toFixed(1)} ms, worst ${(sorted[8] ?? 0).toFixed(1)} ms; ${Math.round(scanned)} rows looked at, ${found} found in 9 searches`,
  );
  print(
    `search for what is not there, one call: ${rare.scanned} rows in ${rareMs.toFixed(0)} ms (${rate(rare.scanned, rareMs)})`,
  );
  await log.close();
}

/** The pages over and over, each pass later by their span, so that `at` goes on. */
async function write(log: RecordLog, pages: readonly RecordColumns[], records: number): Promise<number> {
  for (const [name, dictionary] of Object.entries(names) as [keyof Dictionaries, Dictionary][]) {
    const target = log.names[name];
    for (const known of dictionary.names) target.idOf(known);
  }
  const span = 86_400_000;
  const squeeze = (PAGES * BLOCK_ROWS) / 50_000_000;
  let written = 0;
  for (let pass = 0; written < records; pass++) {
    for (const page of pages) {
      const copy = new RecordColumns(BLOCK_ROWS, page.wide === null ? [] : WIDE);
      copy.append(page, 0, page.length);
      for (let row = 0; row < copy.length; row++) {
        const offset = (page.at[row] as number) - (first(pages).at[0] as number);
        copy.at[row] = (first(pages).at[0] as number) + Math.floor((pass * span + offset) * squeeze);
      }
      SPAN.end = (copy.at[copy.length - 1] as number) + 1;
      await log.append({ columns: [copy] });
      written += copy.length;
      if (written >= records) break;
    }
  }
  return written;
}

/** A log that is started; `counted` adds up what was handed over. */
async function open(
  name: string,
  kept: readonly WideField[],
  { segmentBytesMax, counted }: { segmentBytesMax?: number; counted?: { rows: number } } = {},
): Promise<RecordLog> {
  const log = await RecordLog.open({
    directory: join(folder, name),
    clock: { now: wallClockMs },
    wide: kept,
    limits: segmentBytesMax === undefined ? {} : { segmentBytesMax },
    onTrouble: (error) => {
      throw error;
    },
  });
  await log.start(0, ({ columns }) => {
    if (counted !== undefined) counted.rows += columns.reduce((sum, { length }) => sum + length, 0);
  });
  return log;
}

function first(pages: readonly RecordColumns[]): RecordColumns {
  return pages[0] as RecordColumns;
}

/** How often the work was done in a second, measured over two. */
async function forTwoSeconds(work: () => Promise<void>): Promise<number> {
  const began = stopwatchMs();
  let done = 0;
  for (; stopwatchMs() - began < 2_000; done++) await work();
  return (done * 1_000) / (stopwatchMs() - began);
}

function best(work: () => void): number {
  const times = Array.from({ length: 9 }, () => {
    const began = stopwatchMs();
    work();
    return stopwatchMs() - began;
  });
  return Math.min(...times);
}

function rate(records: number, ms: number): string {
  const perSecond = (records * 1_000) / ms;
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(1)} M/s` : `${(perSecond / 1e3).toFixed(1)} k/s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
