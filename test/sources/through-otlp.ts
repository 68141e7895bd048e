import { type Attributes, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Answered } from "../../examples/first-api/orders-api.ts";
import { assertCounted } from "./assert-counted.ts";
import { type FirstApi, withFirstApi } from "./first-api-server.ts";
import { type KnownRun, sendKnown } from "./known-traffic.ts";

/** Known requests that the sample API tells of by the OpenTelemetry SDK; it fails unless each is counted once as its client saw it. */
export async function throughOtlp(run: KnownRun): Promise<void> {
  let tracer: Tracer | undefined;
  const onAnswered = (answered: Answered): void => {
    if (tracer !== undefined) tell(tracer, answered);
  };
  await withFirstApi({ reach: () => ["records: otlp"], onAnswered }, async ({ server, upstream }: FirstApi) => {
    const headers = { authorization: `Bearer ${server.intakeToken}` };
    const exporter = new OTLPTraceExporter({ url: `${server.url}/intake/v1/otlp/v1/traces`, headers });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": "orders" }),
      // The SDK drops what finds no room.
      spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: run.requests, scheduledDelayMillis: 500 })],
    });
    tracer = provider.getTracer("orders");
    const truth = await sendKnown({ base: upstream, ...run });
    await provider.forceFlush();
    await provider.shutdown();
    await assertCounted(server, "orders", truth);
  });
}

function tell(tracer: Tracer, { at, method, path, status, durationMs, client }: Answered): void {
  const attributes: Attributes = {
    "http.request.method": method,
    "url.path": path,
    "http.response.status_code": status,
    ...(client === null ? {} : { "plimsoll.client": client }),
  };
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, startTime: at, attributes });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(at + durationMs);
}
