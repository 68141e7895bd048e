import { once } from "node:events";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type Answered, ordersApi } from "../first-api/orders-api.ts";

/** Callers, by their keys. */
const CLIENTS = new Map([
  ["example-quay-app", "quay-app"],
  ["example-linden-erp", "linden-erp"],
]);

// Where spans go is said by OTEL_EXPORTER_OTLP_TRACES_ENDPOINT and OTEL_EXPORTER_OTLP_TRACES_HEADERS.
const provider = new TracerProvider({
  resource: resourceFromAttributes({ "service.name": "traced-orders", "service.version": "1.0.0" }),
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 500 })],
});
const tracer = provider.getTracer("traced-orders");

const server = ordersApi({ clients: CLIENTS, onAnswered: tell }).listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1");
await once(server, "listening");
process.stdout.write(`Orders API on http://127.0.0.1:${(server.address() as AddressInfo).port}. Ctrl-C ends it.\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
server.close();
await provider.shutdown();

/** An instrumentation of your framework does this for you; only the client is yours to tell. */
function tell({ at, method, path, status, durationMs, client }: Answered): void {
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, startTime: at });
  span.setAttributes({ "http.request.method": method, "url.path": path });
  if (status > 0) span.setAttribute("http.response.status_code", status);
  if (status === 0 || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  if (client !== null) span.setAttribute("plimsoll.client", client);
  span.end(at + durationMs);
}
