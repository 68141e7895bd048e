import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import protobuf from "protobufjs";
import { inlineMore, stopwatchMs, wallClockMs } from "#kernel";
import { templateOf } from "#apis";
import { redactionOf, redactionSchema } from "#intake";
import { ASKED_DIMENSIONS, Dictionaries, RecordColumns } from "#records";
import { OtlpScanner } from "../src/intake/scan/otlp.ts";
import type { OtlpTaker } from "../src/intake/scan/otlp-taker.ts";
import { SeenSpans } from "../src/intake/model/otlp/seen-spans.ts";
import { makeOrders } from "../test/server/batches.ts";
import { type RunningServer, startServer } from "../test/server/running-server.ts";
import { spanBodies } from "./otlp/span-bodies.ts";
import { TRACE_PROTO } from "./otlp/trace-proto.ts";

/**
 * OTLP in protobuf → columns, as a server asks (all dimensions, trace id and path, repeats found), against protobufjs
 * that makes objects of the same bytes and does nothing with them; both in one run with alternating rounds, one core.
 * Goal: at least 10 × protobufjs; src/intake/README.md says how far it is, and where the time goes. Then bodies through a
 * whole server, durable before they are answered, from this process.
 */
/** As many as stay in the processor's caches, as a body does that has just come. */
const BODIES = 8;
const TURNS = 10;
const SPANS = 512;
const ROUNDS = 11;
const CONNECTIONS = 8;
const SECONDS = 5;

inlineMore();
const bodies = spanBodies({ bodies: BODIES, spans: SPANS, at: Date.UTC(2026, 4, 17) });
const padded = bodies.map((body) => ({
  bytes: Buffer.concat([body, Buffer.alloc(16)]),
  length: body.length,
  ids: idPlaces(body),
}));
const request = protobuf.parse(TRACE_PROTO).root.lookupType("ExportTraceServiceRequest");
const times = { scanner: [] as number[], protobufjs: [] as number[] };
const scanner = scannerOf();
const seen = seenBefore(BODIES * SPANS * ROUNDS * TURNS);
const columns = new RecordColumns(SPANS, ["traceId", "path"]);
for (let round = 0; round < ROUNDS * TURNS; round++) {
  for (const { bytes, ids } of padded) for (const place of ids) bytes.writeUInt32LE(round, place);
  times.scanner.push(timed(() => scanAll(scanner)));
  times.protobufjs.push(timed(decodeAll));
}
const [ours, theirs] = [median(times.scanner), median(times.protobufjs)];
const bytesEach = Math.round(bodies.reduce((sum, { length }) => sum + length, 0) / (BODIES * SPANS));
console.log(`${BODIES * SPANS} spans of ${bytesEach} bytes, median of ${ROUNDS * TURNS} rounds`);
console.log(
  `  scanner to columns ${rate(ours)}, ${nsEach(ours)} ns each  protobufjs to objects ${rate(theirs)}, ${nsEach(theirs)} ns each  ratio ${(theirs / ours).toFixed(1)}`,
);
await throughServer();

function scannerOf(): OtlpScanner {
  return new OtlpScanner(
    {
      format: "ndjson",
      clientBy: { by: "field", name: "client" },
      api: "",
      onlyApi: false,
      believed: { from: 0, to: Number.MAX_SAFE_INTEGER },
      operationOf: (method, path) => `${method} ${templateOf(path)}`,
      numbersAlike: true,
      dimensions: ASKED_DIMENSIONS,
      dictionaries: new Dictionaries(),
      live: {
        taken: { revision: 0, refusalOf: (api) => (api === "orders" ? null : "unknownApi") },
        redaction: redactionOf(redactionSchema.parse({}), ""),
        leftOut: new Map(),
      },
    },
    { hasHosts: false, apiAt: () => undefined, clientOfKey: (key) => key },
  );
}

function scanAll(scan: OtlpScanner): number {
  let kept = 0;
  for (const { bytes, length } of padded) {
    columns.clear();
    const taker: OtlpTaker = {
      room: () => columns,
      expect: (view, traceAt, spanAt) => seen.expect(view, traceAt, spanAt),
      isNew: (view, traceAt, spanAt) => seen.take(view, traceAt, spanAt),
      kept: () => kept++,
      repeated: () => undefined,
      passedOver: () => undefined,
      unusualResource: () => undefined,
      unusual: () => undefined,
    };
    scan.scan(bytes, length, taker);
    scan.settle();
  }
  return kept;
}

function decodeAll(): number {
  let kept = 0;
  for (const body of bodies) {
    const { resourceSpans } = request.decode(body) as unknown as Decoded;
    for (const { scopeSpans } of resourceSpans) for (const { spans } of scopeSpans) kept += spans.length;
  }
  return kept;
}

interface Decoded {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[] }[];
}

async function throughServer(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const server = await startServer(directory);
  try {
    await makeOrders(server);
    const until = stopwatchMs() + SECONDS * 1_000;
    const sent = await Promise.all(Array.from({ length: CONNECTIONS }, (_, seed) => sendOn(server, until, seed)));
    const spans = sent.reduce((sum, count) => sum + count, 0);
    console.log(
      `whole server, ${CONNECTIONS} connections, bodies of ${SPANS} made beforehand: ${rate(SECONDS * 1_000, spans)}`,
    );
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Sends bodies whose ids are made new each time, which costs less than to make a body. */
async function sendOn(server: RunningServer, until: number, seed: number): Promise<number> {
  const [body] = spanBodies({ bodies: 1, spans: SPANS, at: wallClockMs() - 60_000 }) as [Buffer<ArrayBuffer>];
  const at = idPlaces(body);
  const headers = { authorization: `Bearer ${server.intakeToken}`, "content-type": "application/x-protobuf" };
  let spans = 0;
  for (let turn = 0; stopwatchMs() < until; turn++) {
    for (const place of at) body.writeUInt32LE(turn * CONNECTIONS + seed, place);
    const answer = await fetch(`${server.url}/intake/v1/otlp/v1/traces`, { method: "POST", headers, body });
    const told = await answer.arrayBuffer();
    if (answer.status !== 200 || told.byteLength > 0) {
      throw new Error(`answered ${answer.status}: ${Buffer.from(told).toString()}`);
    }
    spans += SPANS;
  }
  return spans;
}

/** Where the ids of spans stand: behind a trace id, two bytes of head. */
function idPlaces(body: Buffer): number[] {
  const places: number[] = [];
  const head = Buffer.from([0x0a, 0x10]);
  for (let at = body.indexOf(head); at >= 0; at = body.indexOf(head, at + 1)) {
    if (body[at + 18] === 0x12 && body[at + 19] === 0x08) places.push(at + 20);
  }
  return places;
}

/** Knows as many other spans as will come, ten minutes old: a server that runs has the room that it needs. */
function seenBefore(spans: number): SeenSpans {
  const before = new SeenSpans([1, 2]);
  const ids = new DataView(new ArrayBuffer(24));
  for (let i = 1; i <= spans; i++) {
    ids.setUint32(0, i);
    ids.setUint32(16, i);
    before.take(ids, 0, 16);
  }
  before.age(0);
  return before;
}

function timed(run: () => number): number {
  const before = cpuMs();
  const kept = run();
  if (kept !== BODIES * SPANS) throw new Error(`only ${kept} of ${BODIES * SPANS} spans were taken`);
  return cpuMs() - before;
}

/**
 * Processor time of this thread: what else runs on the machine matters less. Linux counts it when the thread leaves its
 * processor, so a moment is waited first; without, all figures are multiples of four ms.
 */
function cpuMs(): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.01);
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
}

function nsEach(ms: number): number {
  return Math.round((ms * 1e6) / (BODIES * SPANS));
}

function rate(ms: number, spans = BODIES * SPANS): string {
  return `${(spans / ms / 1_000).toFixed(2)} M spans/s`;
}
