import { inlineMore, Random, stopwatchMs } from "#kernel";
import { templateOf } from "#apis";
import { ASKED_DIMENSIONS, type AskedDimension, Dictionaries, RecordColumns } from "#records";
import { redactionOf, redactionSchema } from "#intake";
import type { LiveDecoding } from "../src/intake/model/live-decoding.ts";
import { NdjsonScanner } from "../src/intake/scan/ndjson.ts";

/**
 * NDJSON → columns against JSON.parse alone, on the same bytes, one core, both in one run with alternating rounds.
 * Twice: with the lines cut beforehand on both sides (JSON.parse gets ready strings, the scanner ready offsets: the
 * harder yardstick), and from the bytes on both sides (each cuts its lines; JSON.parse also needs them as strings).
 * At the end with one, and with all, of the dimensions that only filters ask for, and with what a server asks for.
 * Goal without them: at least 1.5 × JSON.parse.
 */
const LINES = 100_000;
const ROUNDS = 11;
const ROWS = 4_096;
const CLIENTS = 2_000;

const METHODS = ["GET", "GET", "GET", "GET", "POST", "PUT", "DELETE"];
const PLANS = ["free", "team", "enterprise"];
const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];
const FIRST_AT = Date.UTC(2026, 4, 17);

interface Asked {
  readonly dimensions?: readonly AskedDimension[];
  readonly live?: LiveDecoding;
  readonly clients?: number;
}

const SERVER: LiveDecoding = {
  taken: { revision: 0, refusalOf: (api) => (api === "orders" ? null : "unknownApi") },
  redaction: redactionOf(redactionSchema.parse({}), ""),
  leftOut: new Map(),
};

inlineMore();
compare("300 templates, 50 ids each", 50);
compare("300 templates, 1000 ids each", 1_000);
// Last: V8 makes other code of a scanner once it has met one that writes more columns.
compare("asked for the region", 1_000, { dimensions: ["region"] });
compare("asked for all dimensions", 1_000, { dimensions: ASKED_DIMENSIONS });
for (const clients of [CLIENTS, 100_000]) {
  compare(`as a server asks: all dimensions, trace id and path, known APIs; ${clients} clients`, 1_000, {
    dimensions: ASKED_DIMENSIONS,
    live: SERVER,
    clients,
  });
}

function compare(title: string, ids: number, { dimensions = [], live, clients = CLIENTS }: Asked = {}): void {
  const text = Array.from({ length: LINES }, lineMaker(new Random(7), ids, clients)).join("");
  const bytes = Buffer.from(text);
  const lines = text.trimEnd().split("\n");
  const scanner = scannerOf(dimensions, live);
  const ends = lineEndsOf(bytes);
  const columns = new RecordColumns(ROWS, live?.redaction.kept);
  const sides = {
    scanLines: () => scanLines({ scanner, columns }, bytes, ends),
    parseLines: () => parseLines(lines),
    scanBytes: () => scanBytes({ scanner, columns }, bytes),
    parseBytes: () => parseBytes(bytes),
  };
  const names = Object.keys(sides) as (keyof typeof sides)[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<keyof typeof sides, number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) times[name].push(timed(sides[name]));
  }
  console.log(`${title}: ${LINES} records of ${Math.round(bytes.length / LINES)} bytes, median of ${ROUNDS} rounds`);
  console.log(rowText("lines cut beforehand", median(times.scanLines), median(times.parseLines)));
  console.log(rowText("from the bytes", median(times.scanBytes), median(times.parseBytes)));
}

function rowText(what: string, ours: number, parse: number): string {
  return `  ${what.padEnd(20)}  scanner ${rate(ours)}  JSON.parse ${rate(parse)}  ratio ${(parse / ours).toFixed(2)}`;
}

function lineEndsOf(bytes: Buffer): Int32Array {
  const ends: number[] = [];
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) ends.push(end);
  return Int32Array.from(ends);
}

function lineMaker(random: Random, ids: number, clients: number): (_: unknown, index: number) => string {
  return (_, index) => {
    const template = random.below(300);
    const id = random.below(ids);
    const record = {
      at: new Date(FIRST_AT + index * 7).toISOString(),
      api: "orders",
      method: METHODS[template % METHODS.length],
      path: `/v1/resource${template}/${100_000 + id}/items`,
      status: random.next() < 0.98 ? 200 : 503,
      durationMs: Math.round(random.exponential(42_000)) / 1000,
      client: `client-${random.below(clients)}`,
      responseBytes: 200 + random.below(20_000),
      traceId: Array.from({ length: 4 }, () =>
        random
          .below(2 ** 32)
          .toString(16)
          .padStart(8, "0"),
      ).join(""),
      plan: PLANS[random.below(3)],
      region: REGIONS[random.below(3)],
    };
    return `${JSON.stringify(record)}\n`;
  };
}

function scannerOf(dimensions: readonly AskedDimension[], live: LiveDecoding | undefined): NdjsonScanner {
  return new NdjsonScanner({
    format: "ndjson",
    clientBy: { by: "field", name: "client" },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: FIRST_AT * 2 },
    operationOf: (method, path) => `${method} ${templateOf(path)}`,
    numbersAlike: true,
    dimensions,
    dictionaries: new Dictionaries(),
    ...(live === undefined ? {} : { live }),
  });
}

interface Scan {
  readonly scanner: NdjsonScanner;
  readonly columns: RecordColumns;
}

function scanLines({ scanner, columns }: Scan, bytes: Buffer, ends: Int32Array): number {
  let kept = 0;
  let start = 0;
  for (const end of ends) {
    if (scanner.scan(bytes, start, end, columns)) kept++;
    if (columns.length === ROWS) columns.length = 0;
    start = end + 1;
  }
  scanner.settle();
  return kept;
}

function scanBytes({ scanner, columns }: Scan, bytes: Buffer): number {
  let kept = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    if (scanner.scan(bytes, start, end, columns)) kept++;
    if (columns.length === ROWS) columns.length = 0;
    start = end + 1;
  }
  scanner.settle();
  return kept;
}

function parseLines(lines: readonly string[]): number {
  let kept = 0;
  for (const line of lines) if ((JSON.parse(line) as { status: number }).status >= 0) kept++;
  return kept;
}

function parseBytes(bytes: Buffer): number {
  let kept = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    if ((JSON.parse(bytes.toString("utf8", start, end)) as { status: number }).status >= 0) kept++;
    start = end + 1;
  }
  return kept;
}

function timed(run: () => number): number {
  const from = stopwatchMs();
  const kept = run();
  if (kept !== LINES) throw new Error(`only ${kept} of ${LINES} records were taken`);
  return stopwatchMs() - from;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function rate(ms: number): string {
  return `${(LINES / ms / 1000).toFixed(2)} M records/s`;
}
