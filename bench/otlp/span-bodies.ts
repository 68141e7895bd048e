import { Random } from "#kernel";
import { traceBody, type TestSpan } from "../../src/intake/scan/otlp-body.testing.ts";

const ROUTES = ["/orders", "/orders/:id", "/orders/:id/items", "/customers/:id", "/customers", "/health"];
const METHODS = ["GET", "GET", "GET", "POST", "PUT"];
const CLIENTS = 2_000;

/** What an SDK for servers says of itself. */
const RESOURCE = [
  ["service.name", "orders"],
  ["service.version", "2026-05-17.3"],
  ["deployment.environment.name", "production"],
  ["cloud.region", "eu-central-1"],
  ["host.name", "orders-7f9c-xk2"],
  ["telemetry.sdk.language", "nodejs"],
  ["telemetry.sdk.name", "opentelemetry"],
  ["telemetry.sdk.version", "3.1.0"],
] as const;

/** Bodies of server spans as the HTTP instrumentation of an SDK writes them, with thirteen attributes each. */
export function spanBodies({ bodies, spans, at }: SpanBodies, random = new Random(7)): Buffer[] {
  return Array.from({ length: bodies }, (_, body) =>
    traceBody(
      RESOURCE,
      Array.from({ length: spans }, (_unused, i) => spanOf(random, at + body * spans + i)),
    ),
  );
}

/** How many bodies of how many spans, the first of which begins at `at`, epoch ms. */
export interface SpanBodies {
  readonly bodies: number;
  readonly spans: number;
  readonly at: number;
}

function spanOf(random: Random, at: number): TestSpan {
  const route = ROUTES[random.below(ROUTES.length)] as string;
  const start = BigInt(at) * 1_000_000n + BigInt(random.below(1_000_000));
  const status = random.next() < 0.98 ? 200 : 503;
  return {
    traceId: bytesOf(random, 16),
    spanId: bytesOf(random, 8),
    kind: 2,
    start,
    end: start + BigInt(Math.round(random.exponential(42_000_000))),
    attributes: [
      ["http.request.method", METHODS[random.below(METHODS.length)] as string],
      ["url.scheme", "https"],
      ["url.path", route.replace(":id", String(100_000 + random.below(1_000)))],
      ["http.route", route],
      ["http.response.status_code", status],
      ["server.address", "api.example.com"],
      ["server.port", 443],
      ["network.protocol.version", "1.1"],
      ["network.peer.address", "10.0.3.17"],
      ["network.peer.port", 40_000 + random.below(20_000)],
      ["client.address", "203.0.113.9"],
      ["user_agent.original", "orders-client/4.2 (linux; node 26)"],
      ["plimsoll.client", `client-${random.below(CLIENTS)}`],
    ],
  };
}

function bytesOf(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}
