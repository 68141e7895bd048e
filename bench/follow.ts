import { hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ClientBy,
  defaultClientBy,
  FollowedLogs,
  IdempotencyRegister,
  type LogFormat,
  openDecoder,
  rememberBatch,
} from "#intake";
import { HOUR_MS, inlineMore, Random, stopwatchMs } from "#kernel";
import { ASKED_DIMENSIONS, Dictionaries, RecordColumns, RecordLog } from "#records";

/**
 * Lines of a followed log, from the file to the durable record log, against the plain decoder on the same lines in memory;
 * in one process each, in one run. Both do what a server asks: all dimensions, trace id and path. The time of the follower
 * includes each intent and each frame, synchronised. Goal: at least 300,000 lines a second.
 */
const LINES = 400_000;
const ROWS = 4_096;
const AT = Date.UTC(2026, 4, 17, 12);
const KEPT = ["traceId", "path"] as const;
const KEYS = Array.from({ length: 500 }, (_, index) => hash("sha256", `key ${index}`, "hex"));
/** Clients by the hash of their key, as a server knows them. */
const HOLDERS = new Map(KEYS.map((key, index) => [hash("sha256", key, "hex"), `client-${index}`]));
const LIVE = {
  taken: { revision: 1, refusalOf: () => null },
  redaction: { kept: KEPT, changes: {}, client: null },
  holderOf: (key: string) => HOLDERS.get(hash("sha256", key, "hex")),
};

interface Log {
  readonly format: LogFormat;
  readonly clientBy: ClientBy;
  readonly lineOf: (random: Random, index: number) => string;
}

const LOGS: Readonly<Record<string, Log>> = {
  ndjson: { format: "ndjson", clientBy: defaultClientBy("ndjson"), lineOf: ndjsonLine },
  combined: { format: "combined", clientBy: { by: "ip" }, lineOf: combinedLine },
  "nginx-json": { format: "nginx-json", clientBy: { by: "ip" }, lineOf: nginxLine },
  "nginx-json as the manual has it, clients by key": {
    format: "nginx-json",
    clientBy: { by: "key" },
    lineOf: keyedNginxLine,
  },
};

inlineMore();
for (const [name, log] of Object.entries(LOGS)) {
  const random = new Random(7);
  const text = Buffer.from(Array.from({ length: LINES }, (_, index) => log.lineOf(random, index)).join(""));
  const decodedMs = Math.min(...[1, 2, 3].map(() => decode(text, log)));
  const followedMs = await follow(text, log);
  const rate = (ms: number): string => `${Math.round(LINES / ms).toLocaleString("en")} k lines/s`;
  console.log(
    `${name}: ${LINES.toLocaleString("en")} lines of ${Math.round(text.length / LINES)} bytes: followed ${rate(followedMs)}, decoded alone ${rate(decodedMs)}, ratio ${(followedMs / decodedMs).toFixed(2)}`,
  );
}

function decode(text: Buffer, { format, clientBy }: Log): number {
  const columns = new RecordColumns(ROWS, KEPT);
  const decoder = openDecoder({
    format,
    clientBy,
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: 2 * AT },
    operationOf: (method) => method,
    numbersAlike: true,
    dimensions: ASKED_DIMENSIONS,
    dictionaries: new Dictionaries(),
    live: { ...LIVE, leftOut: new Map() },
  });
  const from = stopwatchMs();
  for (let start = 0; start < text.length;) {
    const end = text.indexOf(10, start);
    if (decoder.decode(text, start, end, columns) !== null) throw new Error("a line was dropped");
    start = end + 1;
    if (columns.length < ROWS) continue;
    decoder.settle();
    columns.clear();
  }
  return stopwatchMs() - from;
}

function report(fault: unknown): void {
  console.error(fault);
}

async function follow(text: Buffer, { format, clientBy }: Log): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const path = join(directory, "orders.log");
  writeFileSync(path, text);
  const register = new IdempotencyRegister();
  const log = await RecordLog.open({
    directory: join(directory, "log"),
    clock: { now: () => AT },
    wide: KEPT,
    limits: { freeBytesMin: 0 },
    onTrouble: report,
  });
  await log.start(0, ({ batchIds }) => batchIds.forEach((batch) => rememberBatch(register, batch, AT)));
  let kept = 0;
  const done = Promise.withResolvers<void>();
  const followed = new FollowedLogs({
    ports: {
      append: (batch) => log.append(batch),
      isOpen: () => true,
      now: () => AT + HOUR_MS,
      took: ({ columns, dropped }) => {
        kept += columns.reduce((sum, { length }) => sum + length, 0);
        if (dropped.size > 0) throw new Error("a line was dropped");
        if (kept === LINES) done.resolve();
      },
      report,
      newId: () => "bench",
    },
    directory: join(directory, "followed"),
    dictionaries: log.names,
    live: LIVE,
    register,
    retentionMs: AT,
    operationOf: (method) => method,
    numbersAlike: true,
  });
  const from = stopwatchMs();
  followed.follow([{ api: "orders", path, format, clientBy }]);
  // The timers of a follower do not keep a process alive.
  const alive = setInterval(() => undefined, HOUR_MS);
  await done.promise;
  const ms = stopwatchMs() - from;
  await followed.stop();
  await log.close();
  clearInterval(alive);
  rmSync(directory, { recursive: true });
  return ms;
}

function pathOf(random: Random): string {
  return `/v1/orders/${random.below(50_000)}/items${random.below(10)}`;
}

function ndjsonLine(random: Random, index: number): string {
  const record = {
    at: new Date(AT + index).toISOString(),
    api: "orders",
    method: "GET",
    path: pathOf(random),
    status: random.below(50) === 0 ? 503 : 200,
    durationMs: random.below(90_000) / 1_000,
    client: `client-${random.below(500)}`,
    responseBytes: random.below(20_000),
    traceId: random
      .below(2 ** 32)
      .toString(16)
      .padStart(32, "0"),
  };
  return `${JSON.stringify(record)}\n`;
}

function combinedLine(random: Random, index: number): string {
  const second = String(Math.floor(index / 7_000) % 60).padStart(2, "0");
  return `10.0.${random.below(4)}.${random.below(250)} - - [17/May/2026:12:00:${second} +0000] "GET ${pathOf(random)} HTTP/1.1" 200 ${random.below(20_000)} "-" "okhttp/4.12"\n`;
}

function nginxLine(random: Random, index: number): string {
  const line = {
    msec: ((AT + index) / 1_000).toFixed(3),
    remote_addr: `10.0.${random.below(4)}.${random.below(250)}`,
    request_method: "GET",
    request_uri: pathOf(random),
    status: "200",
    request_time: "0.012",
    body_bytes_sent: String(random.below(20_000)),
    http_user_agent: "okhttp/4.12",
    host: "api.example.com",
  };
  return `${JSON.stringify(line)}\n`;
}

/** The log_format of docs/manual/formats.md, behind an upstream. */
function keyedNginxLine(random: Random, index: number): string {
  const line = {
    msec: ((AT + index) / 1_000).toFixed(3),
    remote_addr: `10.0.${random.below(4)}.${random.below(250)}`,
    remote_user: "",
    request_method: "GET",
    request_uri: pathOf(random),
    status: "200",
    request_time: "0.012",
    upstream_response_time: "0.011",
    body_bytes_sent: String(random.below(20_000)),
    http_user_agent: "okhttp/4.12",
    http_x_api_key: KEYS[random.below(KEYS.length)],
    host: "api.example.com",
    request_id: hash("sha256", String(index), "hex").slice(0, 32),
  };
  return `${JSON.stringify(line)}\n`;
}
