import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Refusal } from "#kernel";
import { Dictionaries, type RecordColumns } from "#records";
import { IdempotencyRegister } from "../../model/idempotency-register.ts";
import { protobufFields, protobufText } from "../../model/otlp/protobuf-fields.ts";
import { SourceHealth } from "../../model/source-health.ts";
import { TEST_NAMES } from "../../otlp-decoder.testing.ts";
import { logBody, type TestSpan, traceBody } from "../../scan/otlp-body.testing.ts";
import type { IntakePorts } from "../ports.ts";
import { Receiver, type ReceiverOptions } from "../receiver.ts";
import { TOKEN } from "../receiver.testing.ts";
import { OtlpReceiver } from "./otlp-receiver.ts";

const NOW = Date.UTC(2026, 4, 17, 12);
const START = BigInt(NOW - 5_000) * 1_000_000n;
const BASE = "/otlp";
const RESOURCE = [["service.name", "orders"]] as const;

test("spans are kept, and the answer is an empty message", async () => {
  await using intake = await openOtlp();
  const { status, bytes, type } = await intake.post(traceBody(RESOURCE, [spanOf(1), spanOf(2)]));
  assert.deepEqual([status, bytes.length, type], [200, 0, "application/x-protobuf"]);
  assert.equal(intake.rows(), 2);
});

test("compressed bodies, and bodies in JSON, are kept alike", async () => {
  await using intake = await openOtlp();
  const packed = await intake.post(gzipSync(traceBody(RESOURCE, [spanOf(1)])), { "content-encoding": "gzip" });
  const json = await intake.post(JSON.stringify(jsonBody(2)), { "content-type": "application/json" });
  assert.deepEqual([packed.status, json.status, json.bytes.toString()], [200, 200, "{}"]);
  assert.deepEqual([intake.rows(), intake.otlp.counters.repeats], [2, 0]);
});

test("a span is counted once, whichever body and encoding it comes in, and so is its log record", async () => {
  await using intake = await openOtlp();
  await intake.post(traceBody(RESOURCE, [spanOf(1), spanOf(2), spanOf(3)]));
  await intake.post(traceBody(RESOURCE, [spanOf(4), spanOf(2), spanOf(1)]));
  await intake.post(JSON.stringify(jsonBody(3)), { "content-type": "application/json" });
  await intake.post(logBody(RESOURCE, [spanOf(4)]), {}, "/v1/logs");
  assert.deepEqual([intake.rows(), intake.otlp.counters.repeats], [4, 4]);
});

test("a span that could not be kept is taken when it comes again", async () => {
  let fails = true;
  await using intake = await openOtlp({
    append: () =>
      fails ? Promise.reject(new Refusal("unavailable", "log.disk-full", "The disk is full.")) : Promise.resolve(),
  });
  const body = traceBody(RESOURCE, [spanOf(1)]);
  const refused = await intake.post(body);
  assert.deepEqual([refused.status, refused.retryAfter], [503, "5"]);
  assert.deepEqual(refused.told, { code: 14, message: "The disk is full. (log.disk-full)" });
  fails = false;
  const kept = await intake.post(body);
  assert.deepEqual([kept.status, intake.otlp.counters.repeats], [200, 0]);
});

test("a repeat waits for what becomes of the first, and is refused with it", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  const appends: number[] = [];
  await using intake = await openOtlp({ append: () => (appends.push(1) === 1 ? promise : Promise.resolve()) });
  const body = traceBody(RESOURCE, [spanOf(1)]);
  const first = intake.post(body);
  while (appends.length === 0) await intake.post(new Uint8Array(0));
  const second = intake.post(body);
  while (intake.receiver.counters.inFlight < 2) await intake.post(new Uint8Array(0));
  reject(new Refusal("unavailable", "log.disk-full", "The disk is full."));
  assert.deepEqual([(await first).status, (await second).status], [503, 503]);
  assert.deepEqual([(await intake.post(body)).status, appends.length], [200, 2]);
});

test("the same bytes are the same body, also without ids, after a restart, and however they are compressed", async () => {
  const register = new IdempotencyRegister();
  const { traceId: _trace, spanId: _span, ...nameless } = spanOf(1);
  const stranger = { ...spanOf(2), attributes: [...(spanOf(2).attributes ?? []), ["plimsoll.api", "nobody"] as const] };
  const body = traceBody(RESOURCE, [nameless, nameless, stranger]);
  await using before = await openOtlp({}, register);
  const first = await before.post(body);
  assert.equal(first.told.rejected, 1);
  await using after = await openOtlp({}, register);
  const again = await after.post(gzipSync(body), { "content-encoding": "gzip" });
  assert.deepEqual(again.told, { rejected: 1, message: "1 spans were not kept: 1 unknownApi." });
  assert.deepEqual([before.rows(), after.rows(), after.otlp.counters.repeats], [2, 0, 2]);
  await after.post(traceBody(RESOURCE, [nameless]));
  assert.equal(after.rows(), 1);
});

test("what is not kept is told with its count and an example", async () => {
  await using intake = await openOtlp();
  const stranger = { ...spanOf(2), attributes: [...(spanOf(2).attributes ?? []), ["plimsoll.api", "nobody"] as const] };
  const spans = [spanOf(1), stranger, { ...spanOf(3), attributes: [] }, { ...spanOf(4), kind: 3 }];
  const { told } = await intake.post(traceBody(RESOURCE, spans));
  assert.deepEqual(told, {
    rejected: 2,
    message:
      '2 spans were not kept: 1 unknownApi (field api: no API is called "nobody" here; create the API first, or correct the name); ' +
      "1 malformed (http.response.status_code is missing, and no error is told).",
  });
  assert.equal(intake.rows(), 1);
});

test("spans that were sampled at their head are counted as they are, and it is told", async () => {
  await using intake = await openOtlp();
  const { told } = await intake.post(traceBody(RESOURCE, [{ ...spanOf(1), traceState: "ot=th:c" }, spanOf(2)]));
  assert.equal(told.rejected, 0);
  assert.match(told.message ?? "", /^1 spans are of traces that were sampled at their head/);
  assert.deepEqual([intake.rows(), intake.health.sampledOf("otlp")], [2, 1]);
});

test("log records that are no requests are rejected", async () => {
  await using intake = await openOtlp();
  const { told } = await intake.post(logBody(RESOURCE, [spanOf(1), { end: START, attributes: [] }]), {}, "/v1/logs");
  assert.deepEqual(told, {
    rejected: 1,
    message: "1 log records were not kept: 1 malformed (a log record without http.request.method is no request).",
  });
  assert.equal(intake.rows(), 1);
});

test("refusals are messages in the encoding of the body", async () => {
  await using intake = await openOtlp();
  const good = traceBody(RESOURCE, [spanOf(1)]);
  const cut = await intake.post(good.subarray(0, -3));
  assert.equal(cut.status, 400);
  assert.match(cut.told.message ?? "", /^The body is no OTLP: it is cut short or damaged\..*\(body\.malformed\)$/);
  const json = await intake.post("{", { "content-type": "application/json" });
  assert.equal(json.status, 400);
  assert.match(json.bytes.toString(), /^\{"code":3,"message":"The body is no OTLP: it is not valid JSON/);
  assert.equal((await intake.post(good, { authorization: "Bearer wrong" })).status, 401);
  assert.equal((await intake.post(good, { "content-type": "text/plain" })).status, 415);
  assert.equal((await intake.post(good, { "content-encoding": "br" })).status, 415);
  assert.equal((await intake.post(good, {}, "/v1/metrics")).status, 404);
  assert.equal((await intake.post(gzipSync(Buffer.alloc(17 * 1_048_576)), { "content-encoding": "gzip" })).status, 413);
  assert.equal(intake.rows(), 0);
  assert.equal(intake.receiver.rowsInUse, 0);
});

test("when there is too much, the sender is told when to come again", async () => {
  const overload = { status: 429, code: "intake.rate", detail: "Too much.", retryAfterSeconds: 7 } as const;
  await using intake = await openOtlp({ overload: () => overload });
  const { status, retryAfter, told } = await intake.post(traceBody(RESOURCE, [spanOf(1)]));
  assert.deepEqual([status, retryAfter, told], [429, "7", { code: 8, message: "Too much. (intake.rate)" }]);
});

/** The server span of request number `i`. */
function spanOf(i: number): TestSpan {
  return {
    traceId: Buffer.alloc(16, i),
    spanId: Buffer.alloc(8, i),
    kind: 2,
    start: START,
    end: START + 1_000_000n,
    attributes: [
      ["http.request.method", "GET"],
      ["url.path", "/orders"],
      ["http.response.status_code", 200],
    ],
  };
}

function jsonBody(i: number): object {
  const { traceId, spanId, start, end, attributes } = spanOf(i);
  const span = {
    traceId: Buffer.from(traceId ?? []).toString("hex"),
    spanId: Buffer.from(spanId ?? []).toString("hex"),
    kind: 2,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: attributes?.map(([key, value]) => ({
      key,
      value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
    })),
  };
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "orders" } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: [span] }] }] };
}

/** Both receivers on a loopback socket, with a log in memory. */
async function openOtlp(ports: Partial<IntakePorts> = {}, register = new IdempotencyRegister()) {
  const dictionaries = new Dictionaries();
  const appended: number[] = [];
  const rowsOf = (columns: readonly RecordColumns[]): number => columns.reduce((sum, { length }) => sum + length, 0);
  const health = new SourceHealth(dictionaries);
  const options: ReceiverOptions = {
    ports: {
      findToken: (secret) => (secret === TOKEN ? { id: "tok_1" } : undefined),
      overload: () => null,
      append: ({ columns }) => {
        appended.push(rowsOf(columns));
        return Promise.resolve();
      },
      now: () => NOW,
      report: assert.ifError,
      ...ports,
    },
    dictionaries,
    health,
    takenFrom: () => ({ revision: 1, refusalOf: (api) => (api === "orders" ? null : "unknownApi") }),
    redaction: { kept: ["traceId", "path"], changes: {}, client: null },
    register,
    retentionMs: 86_400_000,
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
  };
  const receiver = new Receiver(options);
  const otlp = new OtlpReceiver({ ...options, names: TEST_NAMES, seeds: [1, 2] }, receiver);
  const server = createServer((request, response) => {
    void otlp.receive(request, response, { base: BASE, awaitsContinue: false });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
  return {
    receiver,
    otlp,
    health,
    rows: () => appended.reduce((sum, rows) => sum + rows, 0),
    post: async (body: Uint8Array | string, headers: Record<string, string> = {}, path = "/v1/traces") => {
      const sent = { authorization: `Bearer ${TOKEN}`, "content-type": "application/x-protobuf", ...headers };
      const response = await fetch(`${url}${path}`, { method: "POST", body: Buffer.from(body), headers: sent });
      const bytes = Buffer.from(await response.arrayBuffer());
      const type = response.headers.get("content-type");
      const isMessage = type === "application/x-protobuf";
      const retryAfter = response.headers.get("retry-after");
      return { status: response.status, retryAfter, type, bytes, told: isMessage ? toldIn(bytes, response.ok) : {} };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Told {
  readonly code?: number;
  readonly rejected?: number;
  readonly message?: string;
}

/** `partial_success` of an answer that was taken, or `google.rpc.Status` of a refusal. */
function toldIn(bytes: Uint8Array, ok: boolean): Told {
  const fields = new Map([...protobufFields(bytes)].map((one) => [one.number, one]));
  const partial = fields.get(1)?.bytes;
  if (ok) {
    if (partial === null || partial === undefined) return {};
    const inner = new Map([...protobufFields(partial)].map((one) => [one.number, one]));
    const message = protobufText(inner.get(2)?.bytes ?? new Uint8Array(0));
    return { rejected: Number(inner.get(1)?.value ?? 0n), ...(message === undefined ? {} : { message }) };
  }
  const message = protobufText(fields.get(2)?.bytes ?? new Uint8Array(0));
  return { code: Number(fields.get(1)?.value ?? 0n), ...(message === undefined ? {} : { message }) };
}
