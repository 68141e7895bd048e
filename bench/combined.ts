import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Decoder, openDecoder } from "#intake";
import { Dictionaries, RecordColumns } from "#records";
import { inlineMore, Random, stopwatchMs } from "#kernel";

/**
 * Combined log lines → time, status, client, operation and bytes of each: our decoder (from bytes to columns, the
 * cutting into lines included) against a plain regular-expression parser, on the same bytes, one core, both in one
 * run with alternating rounds. The parser makes an object a line, as such parsers do. `ready strings` gives it its
 * lines beforehand, which no reader of a file has. Goal: at least 3 × the parser.
 */
const LINES = 200_000;
const ROUNDS = 11;
const ROWS = 8_192;
const CLIENTS = 2_000;
const PATHS = 300;
const LINE_FEED = 10;

const AGENTS = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0",
  "orders-client/3.4.1 (linux; x64) node/26.1.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148",
];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const LINE =
  /^(\S+) \S+ \S+ \[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+) ([+-]\d\d)(\d\d)\] "(\S+) ([^\s?"]+)\S* [^"]*" (\d+) (\d+|-) "[^"]*" "[^"]*"/;

inlineMore();
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const bytes = generated();
const text = bytes.toString("latin1");
const lines = text.trimEnd().split("\n");
const decoder = decoderOf();
const columns = new RecordColumns(ROWS);

const SIDES = {
  ours: () => decodeAll(decoder, bytes),
  parser: () => parseAll(bytes.toString("latin1").split("\n")),
  readyStrings: () => parseAll(lines),
};
const times: Record<keyof typeof SIDES, number[]> = { ours: [], parser: [], readyStrings: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const name of ["ours", "parser", "readyStrings"] as const) times[name].push(timed(SIDES[name]));
}

const [ours, parser, ready] = [median(times.ours), median(times.parser), median(times.readyStrings)];
console.log(`combined: ${LINES} lines of ${Math.round(bytes.length / LINES)} bytes, median of ${ROUNDS} rounds`);
console.log(`  decoder to columns                 ${rate(ours)}`);
console.log(`  regular expression, from bytes     ${rate(parser)}   ratio ${(parser / ours).toFixed(2)} (goal 3.00)`);
console.log(`  regular expression, ready strings  ${rate(ready)}   ratio ${(ready / ours).toFixed(2)}`);

function generated(): Buffer {
  const random = new Random(11);
  const paths = Array.from(
    { length: PATHS },
    (_, i) => `/v1/${["orders", "customers", "invoices"][i % 3]}/${1_000 + i * 37}/items`,
  );
  const all = Array.from({ length: LINES }, (_, i) => lineOf(random, i, paths));
  return Buffer.from(all.join(""), "latin1");
}

function lineOf(random: Random, index: number, paths: readonly string[]): string {
  const client = random.below(CLIENTS);
  const at = new Date(Date.UTC(2026, 4, 17) + index * 400);
  const day = `${String(at.getUTCDate()).padStart(2, "0")}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const target = `${paths[random.below(PATHS)]}${random.next() < 0.3 ? `?page=${random.below(50)}` : ""}`;
  const request = `${random.next() < 0.8 ? "GET" : "POST"} ${target} HTTP/1.1`;
  const status = random.next() < 0.98 ? 200 : 503;
  const referer =
    random.next() < 0.3 ? "-" : `https://shop.example.com/account/orders/${random.below(100_000)}?from=list`;
  return (
    `10.${client % 7}.${client >> 4}.${client % 251} - - [${day}:${at.toISOString().slice(11, 19)} +0000] ` +
    `"${request}" ${status} ${200 + random.below(20_000)} "${referer}" "${AGENTS[random.below(AGENTS.length)]}"\n`
  );
}

function decoderOf(): Decoder {
  return openDecoder({
    format: "combined",
    clientBy: { by: "ip" },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: Date.UTC(2100, 0, 1) },
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
    dimensions: [],
    dictionaries: new Dictionaries(),
  });
}

function decodeAll(ourDecoder: Decoder, log: Buffer): number {
  let kept = 0;
  let start = 0;
  for (let end = log.indexOf(LINE_FEED); end >= 0; end = log.indexOf(LINE_FEED, start)) {
    if (ourDecoder.decode(log, start, end, columns) === null) kept++;
    if (columns.length === ROWS) columns.length = 0;
    start = end + 1;
  }
  return kept;
}

interface Parsed {
  readonly at: number;
  readonly client: string;
  readonly operation: string;
  readonly status: number;
  readonly bytes: number;
}

function parseAll(log: readonly string[]): number {
  let kept = 0;
  let batch: Parsed[] = [];
  for (const line of log) {
    const parsed = parse(line);
    if (parsed === null) continue;
    kept++;
    batch.push(parsed);
    if (batch.length === ROWS) batch = [];
  }
  return kept;
}

function parse(line: string): Parsed | null {
  const m = LINE.exec(line);
  if (m === null) return null;
  const local = Date.UTC(
    Number(m[4]),
    MONTHS.indexOf(m[3] ?? ""),
    Number(m[2]),
    Number(m[5]),
    Number(m[6]),
    Number(m[7]),
  );
  const offset = (Number(m[8]) * 60 + Number(m[9])) * 60_000;
  const sent = m[13] === "-" ? 0 : Number(m[13]);
  return { at: local - offset, client: m[1] ?? "", operation: `${m[10]} ${m[11]}`, status: Number(m[12]), bytes: sent };
}

function timed(side: () => number): number {
  // One side's garbage must not slow the other; what a side collects while it runs is its own cost.
  collectGarbage();
  const before = stopwatchMs();
  const kept = side();
  const ms = stopwatchMs() - before;
  if (kept !== LINES) throw new Error(`a side kept ${kept} of ${LINES} lines`);
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function rate(ms: number): string {
  return `${(LINES / ms / 1_000).toFixed(2)} M lines/s`;
}
