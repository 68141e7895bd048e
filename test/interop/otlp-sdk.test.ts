import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { instantText, MINUTE_MS, Random, wallClockMs } from "#kernel";
import { makeOrders } from "../server/batches.ts";
import { read } from "../server/live-report.ts";
import { sharedServer } from "../server/shared-server.ts";

const REQUESTS = 5_000;
const CLIENTS = ["acme-web", "acme-app", "quay-app", "blue"];
const ROUTES = ["/orders", "/orders/:id", "/orders/:id/items"];
const STATUSES = [200, 200, 200, 201, 404, 429, 500, 503];

interface Kpis {
  readonly groups: readonly { readonly key: string; readonly requests: number; readonly bad: number }[];
}

const server = sharedServer([], makeOrders);

test("each request that the SDK tells of is counted once, for its client, operation and status", async () => {
  process.env["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip";
  const { counted, expected } = await through((url, headers) => new OTLPTraceExporter({ url, headers }), "proto");
  assert.deepEqual(counted, expected);
});

test("the JSON encoding is counted alike", async () => {
  const { counted, expected } = await through((url, headers) => new JsonTraceExporter({ url, headers }), "json");
  assert.deepEqual(counted, expected);
});

test("log records that look like an access log's are requests", async () => {
  const { url, intakeToken } = server();
  const api = "logged";
  await make(api);
  const exporter = new OTLPLogExporter({ url: `${url}/intake/v1/otlp/v1/logs`, headers: bearer(intakeToken) });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": api }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger("access");
  for (let i = 0; i < 20; i++) {
    const attributes = { "http.request.method": "GET", "url.path": `/orders/${i}`, "http.response.status_code": 200 };
    logger.emit({ timestamp: Date.now(), body: "a line", attributes: { ...attributes, "plimsoll.client": "acme" } });
  }
  logger.emit({ timestamp: Date.now(), body: "something else" });
  await provider.forceFlush();
  await provider.shutdown();
  assert.deepEqual(await countsOf(api, "client"), new Map([["acme", "20 0"]]));
  assert.deepEqual(await countsOf(api, "operation"), new Map([["GET /orders/{id}", "20 0"]]));
});

type Exporter = (url: string, headers: Record<string, string>) => SpanExporter;

/** Tells of known requests by the SDK; gives what the server counted, and what it should have. */
async function through(exporterOf: Exporter, api: string) {
  const { url, intakeToken } = server();
  await make(api);
  const exporter = exporterOf(`${url}/intake/v1/otlp/v1/traces`, bearer(intakeToken));
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": api, "service.version": "r1" }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 2 * REQUESTS })],
  });
  const random = new Random(7);
  const tracer = provider.getTracer("test");
  const expected = { client: new Map<string, string>(), operation: new Map<string, string>() };
  const truth = { client: new Counts(), operation: new Counts() };
  for (let i = 0; i < REQUESTS; i++) {
    const client = CLIENTS[random.below(CLIENTS.length)] as string;
    const route = ROUTES[random.below(ROUTES.length)] as string;
    const status = STATUSES[random.below(STATUSES.length)] as number;
    const attributes = {
      "http.request.method": "GET",
      "http.route": route,
      "url.path": route.replace(":id", String(i)),
      "http.response.status_code": status,
      "plimsoll.client": client,
    };
    const span = tracer.startSpan(`GET ${route}`, { kind: SpanKind.SERVER, attributes });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    tracer.startSpan("a query", { kind: SpanKind.CLIENT }).end();
    assert.equal(span.spanContext().traceFlags, TraceFlags.SAMPLED);
    span.end();
    truth.client.add(client, status);
    truth.operation.add(`GET ${route.replace(":id", "{id}")}`, status);
  }
  await provider.forceFlush();
  await provider.shutdown();
  expected.client = truth.client.told();
  expected.operation = truth.operation.told();
  return { counted: { client: await countsOf(api, "client"), operation: await countsOf(api, "operation") }, expected };
}

class Counts {
  readonly #all = new Map<string, [requests: number, bad: number]>();

  add(key: string, status: number): void {
    const [requests, bad] = this.#all.get(key) ?? [0, 0];
    this.#all.set(key, [requests + 1, bad + Number(status >= 500)]);
  }

  told(): Map<string, string> {
    return new Map([...this.#all].map(([key, counts]) => [key, counts.join(" ")] as const).toSorted(byKey));
  }
}

async function make(api: string): Promise<void> {
  const init = { method: "PUT", body: "{}", headers: { "content-type": "application/json" } };
  const answer = await server().call(`/api/v1/apis/${api}`, init);
  assert.equal(answer.ok, true, await answer.text());
}

async function countsOf(api: string, by: "client" | "operation"): Promise<Map<string, string>> {
  const from = instantText(wallClockMs() - 10 * MINUTE_MS);
  const to = instantText(wallClockMs() + MINUTE_MS);
  const { groups } = await read<Kpis>(server(), `/api/v1/apis/${api}/kpis?from=${from}&to=${to}&groupBy=${by}`);
  return new Map(groups.map(({ key, requests, bad }) => [key, `${requests} ${bad}`] as const).toSorted(byKey));
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
