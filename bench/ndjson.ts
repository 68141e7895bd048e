import { Random, stopwatchMs } from "#kernel";
import { templateOf } from "#apis";
import { Dictionaries, RecordColumns } from "#intake";
import { NdjsonScanner } from "../src/intake/scan/ndjson.ts";

/**
 * NDJSON → columns against JSON.parse alone, on the same bytes, one core, both in one run with alternating rounds.
 * JSON.parse gets strings that were made beforehand (the harder yardstick); the last line includes making them.
 * Goal: at least 1.5 × JSON.parse.
 */
const LINES = 100_000;
const ROUNDS = 11;
const ROWS = 4_096;

const METHODS = ["GET", "GET", "GET", "GET", "POST", "PUT", "DELETE"];
const PLANS = ["free", "team", "enterprise"];
const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];
const FIRST_AT = Date.UTC(2026, 4, 17);

compare("300 templates, 50 ids each", 50);
compare("300 templates, 1000 ids each", 1_000);

function compare(title: string, ids: number): void {
  const text = Array.from({ length: LINES }, lineMaker(new Random(7), ids)).join("");
  const bytes = Buffer.from(text);
  const lines = text.trimEnd().split("\n");
  const scanner = scannerOf();
  const sides = {
    ours: () => scanAll(scanner, bytes),
    parse: () => parseAll(lines),
    parseWithStrings: () => parseBytes(bytes),
  };
  const times = { ours: [] as number[], parse: [] as number[], parseWithStrings: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["ours", "parse", "parseWithStrings"] as const) times[name].push(timed(sides[name]));
  }
  const [ours, parse, withStrings] = [median(times.ours), median(times.parse), median(times.parseWithStrings)];
  console.log(`${title}: ${LINES} records of ${Math.round(bytes.length / LINES)} bytes, median of ${ROUNDS} rounds`);
  console.log(`  scanner to columns         ${rate(ours)}`);
  console.log(`  JSON.parse, ready strings  ${rate(parse)}   ratio ${(parse / ours).toFixed(2)} (goal 1.50)`);
  console.log(`  JSON.parse, from bytes     ${rate(withStrings)}   ratio ${(withStrings / ours).toFixed(2)}`);
}

function lineMaker(random: Random, ids: number): (_: unknown, index: number) => string {
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
      client: `client-${random.below(2_000)}`,
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

function scannerOf(): NdjsonScanner {
  return new NdjsonScanner({
    format: "ndjson",
    clientBy: { by: "field", name: "client" },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: FIRST_AT * 2 },
    operationOf: (method, path) => `${method} ${templateOf(path)}`,
    numbersAlike: true,
    dictionaries: new Dictionaries(),
  });
}

function scanAll(scanner: NdjsonScanner, bytes: Buffer): number {
  const columns = new RecordColumns(ROWS);
  let kept = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    if (scanner.scan(bytes, start, end, columns)) kept++;
    if (columns.length === ROWS) columns.length = 0;
    start = end + 1;
  }
  return kept;
}

function parseAll(lines: readonly string[]): number {
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
