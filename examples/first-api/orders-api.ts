import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Orders } from "./orders.ts";

/** What the API can tell of a request when it has answered. */
export interface Answered {
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** null = the request had no key of ours. */
  readonly client: string | null;
  /** Where the status does not tell how it ended. */
  readonly outcome?: "unauthenticated" | "clientAborted";
}

/** What an API of this size has: who its callers are, by their keys, and perhaps somebody who wants to know what was answered. */
export interface OrdersApiParts {
  readonly clients: ReadonlyMap<string, string>;
  readonly onAnswered?: (answered: Answered) => void;
  /** It is reached through Plimsoll alone, which says in `x-plimsoll-client` who asks: then no key needs to be known here. */
  readonly isBehindPlimsoll?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly location?: string;
}

const BODY_BYTES_MAX = 65_536;
const TAKES_MS_MAX = 10_000;

/**
 * A small HTTP API as somebody may have it before there is Plimsoll: examples/openapi/orders.openapi.yaml, with callers
 * known by `x-api-key`. So that examples can break it, `x-example-status` says what to answer, and `x-example-takes` how
 * many ms the work takes.
 */
export function ordersApi({ clients, onAnswered, isBehindPlimsoll = false }: OrdersApiParts): Server {
  const orders = new Orders();
  return createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    const asked = {
      at: Date.now(),
      method: request.method ?? "GET",
      path: new URL(request.url ?? "/", "http://localhost").pathname,
      client: clients.get(headerOf(request, "x-api-key")) ?? (isBehindPlimsoll ? toldClient(request) : null),
    };
    const started = performance.now();
    answerTo(request, orders, asked).then(
      ({ status, body, location }) => {
        const text = body === undefined ? "" : JSON.stringify(body);
        const type = status >= 400 ? "application/problem+json" : "application/json";
        if (text !== "") response.setHeader("content-type", type);
        if (location !== undefined) response.setHeader("location", location);
        response.writeHead(status).end(text);
        const outcome = status === 401 ? ({ outcome: "unauthenticated" } as const) : {};
        onAnswered?.({ ...asked, ...outcome, status, durationMs: performance.now() - started });
      },
      // The request broke off before it was there.
      () => {
        response.destroy();
        onAnswered?.({ ...asked, outcome: "clientAborted", status: 0, durationMs: performance.now() - started });
      },
    );
  });
}

type Asked = Pick<Answered, "method" | "path" | "client">;

async function answerTo(request: IncomingMessage, orders: Orders, asked: Asked): Promise<Answer> {
  const body = await bodyOf(request);
  if (asked.client === null) return problem(401, "Send your key in the header x-api-key.");
  if (body === null) return problem(413, `Send at most ${BODY_BYTES_MAX} bytes.`);
  await wait(Math.min(TAKES_MS_MAX, Number(headerOf(request, "x-example-takes"))));
  const wanted = Number(headerOf(request, "x-example-status"));
  if (wanted >= 400 && wanted <= 599) return problem(wanted, "The example was told to answer so.");
  return served(orders, asked, body);
}

function served(orders: Orders, { method, path }: Asked, body: string): Answer {
  const [collection, id, part, ...rest] = path.slice(1).split("/");
  if (method === "GET" && path === "/products") return { status: 200, body: orders.products() };
  if (collection !== "orders" || rest.length > 0) return problem(404, `There is nothing at ${path}.`);
  if (id === undefined) return onCollection(orders, method, body);
  const order = orders.find(Number(id));
  if (order === undefined) return problem(404, `There is no order ${id}.`);
  if (method === "GET" && part === undefined) return { status: 200, body: order };
  if (method === "GET" && part === "items") return { status: 200, body: order.items };
  if (method === "GET" && part === "invoice.pdf") return { status: 200, body: { invoiceOf: order.order } };
  if (method === "PATCH" && part === undefined) return { status: 200, body: orders.change(order.order, "changed") };
  if (method !== "DELETE" || part !== undefined) return problem(405, `${path} takes no ${method}.`);
  orders.change(order.order, "cancelled");
  return { status: 204 };
}

function onCollection(orders: Orders, method: string, body: string): Answer {
  if (method === "GET") return { status: 200, body: orders.latest() };
  if (method !== "POST") return problem(405, `/orders takes no ${method}.`);
  if (!isObject(body)) return problem(400, 'Send an order as JSON: {"items": [{"product": 1, "quantity": 2}]}.');
  const order = orders.place();
  return { status: 201, body: order, location: `/orders/${order.order}` };
}

/** null = too much. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? null : Buffer.concat(chunks).toString("utf8");
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    // Not JSON, which is the answer.
    return false;
  }
}

function problem(status: number, detail: string): Answer {
  return { status, body: { status, detail } };
}

function toldClient(request: IncomingMessage): string | null {
  const told = headerOf(request, "x-plimsoll-client");
  return told === "" ? null : told;
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}
