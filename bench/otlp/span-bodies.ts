import { Random } from "#kernel";
import { traceBody, type TestSpan } from "../../src/intake/scan/otlp-body.testing.ts";

const ROUTES = ["/orders", "/orders/:id", "/orders/:id/items", "/customers/:id", "/customers", "/health"];
const METHODS = ["GET", "GET", "GET", "POST", "PUT"];
const CLIENTS = 2_000;
const BALANCERS = ["10.0.3.17", "10.0.4.201", "10.0.5.9"];
const AGENTS = [
  "orders-client/4.2 (linux; node 26)",
  "okhttp/4.12.0",
  "python-requests/2.32.3",
  "Go-http-client/2.0",
  "axios/1.7.9",
  "curl/8.10.1",
  "Apache-HttpClient/5.4.1 (Java/21.0.5)",
  "GuzzleHttp/7",
  "Faraday v2.12.2",
  "PostmanRuntime/7.43.0",
  "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
];

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

/**
 * Bodies of server spans as the HTTP instrumentation of an SDK writes them, with thirteen attributes each. Each client
 * has its own address and its own program, so that few texts are those of the span before.
 */
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
  const client = random.below(CLIENTS);
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
      ["network.peer.address", BALANCERS[random.below(BALANCERS.length)] as string],
      ["network.peer.port", 40_000 + random.below(20_000)],
      ["client.address", `203.0.${client >> 8}.${client & 0xff}`],
      ["user_agent.original", AGENTS[client % AGENTS.length] as string],
      ["plimsoll.client", `client-${client}`],
    ],
    statusCode: status < 500 ? 0 : 2,
  };
}

function bytesOf(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}
