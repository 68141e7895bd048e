import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** The application behind the proxies. It answers by the second segment of the path: /17/slow/… */
export interface Upstream {
  readonly port: number;
  /** Resolves when the request /id/hang has arrived. */
  readonly arrived: (id: number) => Promise<void>;
  /** Answers the request /id/hang, a little later. */
  readonly release: (id: number) => void;
  readonly close: () => Promise<void>;
}

export const SLOW_MS = 50;
/** Longer than any proxy takes to notice. */
const LATE_MS = 300;

/** Starts it on an ephemeral port of the loopback. */
export async function startUpstream(): Promise<Upstream> {
  const hanging = new Map<number, PromiseWithResolvers<ServerResponse>>();
  const hang = (id: number) => {
    const known = hanging.get(id) ?? Promise.withResolvers<ServerResponse>();
    hanging.set(id, known);
    return known;
  };
  const server = createServer((request, response) => {
    const [, id = "", kind = ""] = /\/(\d+)\/([a-z]+)/.exec(request.url ?? "") ?? [];
    if (kind === "hang") hang(Number(id)).resolve(response);
    else answer(kind, request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return {
    port: address.port,
    arrived: async (id) => void (await hang(id).promise),
    release: (id) => void hang(id).promise.then(answerLate),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Lets a proxy notice first that its client has left: it then gives up the request here. One that never does waits. */
async function answerLate(response: ServerResponse): Promise<void> {
  await Promise.race([once(response, "close"), wait(LATE_MS, undefined, { ref: false })]);
  response.end("too late");
}

function answer(kind: string, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (kind === "closed") request.socket.destroy();
  else if (kind === "slow") setTimeout(() => response.end("slow but sure"), SLOW_MS);
  else if (kind === "streamed") stream(response);
  else if (kind === "empty") response.writeHead(204).end();
  else if (kind === "large") response.end("x".repeat(100_000));
  else response.writeHead(STATUSES.get(kind) ?? 200, { "content-type": "text/plain" }).end(`this is ${kind}`);
}

const STATUSES: ReadonlyMap<string, number> = new Map([
  ["created", 201],
  ["missing", 404],
  ["busy", 429],
  ["broken", 500],
  ["unavailable", 503],
]);

/** Several chunks without a stated length, over about 30 ms. */
function stream(response: ServerResponse): void {
  let left = 3;
  const timer = setInterval(() => {
    response.write(`part ${left}\n`);
    if (--left > 0) return;
    clearInterval(timer);
    response.end();
  }, 10);
}
