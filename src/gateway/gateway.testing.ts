import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { Upstream } from "#apis";
import { stopwatchMs, wallClockMs } from "#kernel";
import { Gateway, type GatewayOptions } from "./gateway.ts";
import type { Access, Asked, Verdict } from "./model/access.ts";
import type { GatewayRecord } from "./model/gateway-record.ts";

/** An upstream as it is set when only its targets are. */
export function upstreamAt(targets: readonly string[], more: Partial<Upstream> = {}): Upstream {
  const usual = { versions: {}, connectMs: 2_000, answerMs: 5_000, idleMs: 5_000, retries: 1 };
  return { ...usual, health: null, failOpen: false, targets, ...more };
}

/** Lets whoever has the key "good" pass to the API "orders", with what stands after "/orders". */
const byKey: Access = {
  decide: (asked) => (asked.header("x-api-key") === "good" ? admitted(asked) : denied(asked)),
};

/** Records as they come; `next` waits for one more. */
class Records {
  readonly all: GatewayRecord[] = [];
  readonly #told = new EventEmitter();

  add(record: GatewayRecord): void {
    this.all.push(record);
    this.#told.emit("record");
  }

  async reach(count: number): Promise<readonly GatewayRecord[]> {
    while (this.all.length < count) await once(this.#told, "record");
    return this.all;
  }
}

/** A gateway that listens, with what it records. */
export class TestGateway {
  readonly records = new Records();
  readonly gateway: Gateway;
  readonly faults: unknown[] = [];
  port = 0;

  constructor(options: Partial<GatewayOptions> = {}) {
    this.gateway = new Gateway({
      access: byKey,
      sink: this.records,
      now: wallClockMs,
      stopwatch: stopwatchMs,
      entropy: randomBytes,
      report: (fault) => this.faults.push(fault),
      settings: { trustedProxies: [], bodyBytesMax: 1_000_000 },
      headersMs: 10_000,
      ...options,
    });
  }

  static async open(
    t: TestContext,
    upstream: Upstream | string,
    options: Partial<GatewayOptions> = {},
  ): Promise<TestGateway> {
    const made = new TestGateway(options);
    made.gateway.use(new Map([["orders", typeof upstream === "string" ? upstreamAt([upstream]) : upstream]]));
    t.after(() => made.gateway.close(0));
    made.port = await made.gateway.listen({ host: "127.0.0.1", port: 0 });
    return made;
  }

  /** Sends bytes as they are (latin1) and gives what comes until the connection is closed. */
  async raw(text: string): Promise<string> {
    return rawAnswer(this.port, text);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
}

/** Sends bytes as they are (latin1) and gives what comes until the connection is closed. */
export async function rawAnswer(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => (answer += bytes.toString("latin1")));
  socket.on("error", () => socket.destroy());
  socket.write(Buffer.from(text, "latin1"));
  await once(socket, "close");
  return answer;
}

/** An upstream that is a real HTTP server. */
export async function httpUpstream(
  t: TestContext,
  listener: RequestListener,
): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}

/** An upstream that does with its connections what a test wants. */
export async function rawUpstream(
  t: TestContext,
  take: (socket: Socket) => void,
): Promise<{ server: TcpServer; url: string }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    take(socket);
  }).listen(0, "127.0.0.1");
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}

/** An upstream that says these bytes (latin1) to each request, then what `then` does. */
export function saying(t: TestContext, text: string, then: (socket: Socket) => void = () => undefined) {
  return rawUpstream(t, (socket) => {
    socket.once("data", () => socket.write(Buffer.from(text, "latin1"), () => then(socket)));
  });
}

/** The status of a raw answer. */
export function statusOf(answer: string): number {
  return Number(answer.slice(9, 12));
}

/** The body of a raw answer that is not chunked, as JSON. */
export function problemOf(answer: string): Record<string, unknown> {
  return JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as Record<string, unknown>;
}

function portOf(server: TcpServer): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function admitted({ path, header }: Asked): Verdict {
  return {
    admitted: true,
    api: "orders",
    version: header("x-version") ?? null,
    environment: "production",
    client: "acme-shop",
    clientId: "cli_1",
    organisation: "acme",
    plan: "gold",
    forwardPath: path.replace(/^\/orders(?=\/|$)/, "") || "/",
    headers: ["RateLimit", '"default";r=9;t=1'],
  };
}

function denied({ header, path }: Asked): Verdict {
  const isKnown = header("x-api-key") === "slow";
  return {
    admitted: false,
    status: isKnown ? 429 : 401,
    code: isKnown ? "limit.rate" : "key.unknown",
    detail: isKnown ? "Too fast. Wait a second." : "This key is not known. Ask for another one.",
    outcome: isKnown ? "throttled" : "unauthenticated",
    api: "orders",
    version: null,
    environment: "production",
    client: null,
    plan: null,
    forwardPath: path,
    headers: isKnown ? ["Retry-After", "1"] : ["WWW-Authenticate", "Bearer"],
  };
}
