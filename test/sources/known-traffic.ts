import { Agent, request } from "node:http";
import { Random } from "#kernel";

/** A client of the sample API with its key. */
export interface KnownClient {
  readonly client: string;
  readonly key: string;
}

/** The clients of examples/first-api. */
export const CLIENTS: readonly KnownClient[] = [
  "harbour-shop",
  "harbour-app",
  "linden-erp",
  "linden-sync",
  "quay-app",
].map((client) => ({ client, key: `example-${client}` }));

/** How many requests of one client got one status for one operation: `client|operation|status`. */
export type Tally = Map<string, number>;

/** How much is sent, and what is drawn. */
export interface KnownRun {
  readonly requests: number;
  readonly seed: number;
}

interface KnownTraffic extends KnownRun {
  /** Where the sample API is reached, with the path before its operations. */
  readonly base: string;
  /** Requests that are under way at once. */
  readonly atOnce?: number;
}

interface Planned {
  readonly who: KnownClient;
  readonly method: string;
  readonly path: string;
  /** As examples/openapi/orders.openapi.yaml names it. */
  readonly operation: string;
  /** What the sample API is told to answer; absent: what it does of itself. */
  readonly told?: number;
}

const OPERATIONS: readonly (readonly [method: string, path: (id: number) => string, operation: string])[] = [
  ["GET", () => "/orders?limit=20", "GET /orders"],
  ["POST", () => "/orders", "POST /orders"],
  ["GET", (id) => `/orders/${id}`, "GET /orders/{orderId}"],
  ["PATCH", (id) => `/orders/${id}`, "PATCH /orders/{orderId}"],
  ["DELETE", (id) => `/orders/${id}`, "DELETE /orders/{orderId}"],
  ["GET", (id) => `/orders/${id}/items`, "GET /orders/{orderId}/items"],
  ["GET", () => "/products", "GET /products"],
];
const TOLD = [400, 404, 409, 422, 500, 502, 503];
const ORDERS = 90_000_000;
const ANSWER_MS_MAX = 30_000;

/**
 * Sends requests whose every answer is known to whoever sent them, and counts what came back: the truth that a source
 * is held to. Rejects when a request gets no answer.
 */
export async function sendKnown({ base, requests, seed, atOnce = 16 }: KnownTraffic): Promise<Tally> {
  const random = new Random(seed);
  const tally: Tally = new Map();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  let left = requests;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const planned = drawn(random);
      const status = await send(planned, base, agent);
      count(tally, [planned.who.client, planned.operation, status]);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    agent.destroy();
  }
  return tally;
}

/** Adds one. */
export function count(tally: Tally, [client, operation, status]: readonly [string, string, number], by = 1): void {
  const key = `${client}|${operation}|${status}`;
  tally.set(key, (tally.get(key) ?? 0) + by);
}

function drawn(random: Random): Planned {
  const who = CLIENTS[random.below(CLIENTS.length)] as KnownClient;
  const [method, path, operation] = OPERATIONS[random.below(OPERATIONS.length)] as (typeof OPERATIONS)[number];
  const planned = { who, method, path: path(1 + random.below(ORDERS)), operation };
  return random.below(5) === 0 ? { ...planned, told: TOLD[random.below(TOLD.length)] as number } : planned;
}

function send({ who, method, path, told }: Planned, base: string, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = {
    "x-api-key": who.key,
    ...(told === undefined ? {} : { "x-example-status": String(told) }),
    ...(method === "POST" || method === "PATCH" ? { "content-type": "application/json" } : {}),
  };
  const asked = request(`${base}${path}`, { method, agent, headers, timeout: ANSWER_MS_MAX }, (response) => {
    response.on("error", reject);
    response.on("end", () => resolve(response.statusCode ?? 0));
    response.resume();
  });
  asked.on("timeout", () => asked.destroy(new Error(`no answer to ${method} ${path} in ${ANSWER_MS_MAX} ms`)));
  asked.on("error", reject);
  asked.end(method === "POST" || method === "PATCH" ? '{"items":[{"product":1,"quantity":2}]}' : undefined);
  return promise;
}
