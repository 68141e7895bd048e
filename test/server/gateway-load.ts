import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import type { TestContext } from "node:test";
import { nextTurn, SECOND_MS, stopwatchMs } from "#kernel";
import { gate, sending } from "./gated-server.ts";
import type { RunningServer } from "./running-server.ts";

const HOST = "api.example.com";
const LANES = 4;
const WAIT_MS_MAX = 60 * SECOND_MS;

/** Requests one after the other in some lanes, until it is stopped. */
export class Load {
  readonly #statuses = new Map<number, number>();
  readonly #requestIds = new Set<string>();
  readonly #lanes: readonly Promise<void>[];
  #total = 0;
  #isOver = false;

  constructor(url: string, key: string) {
    this.#lanes = Array.from({ length: LANES }, () => this.#lane(url, key));
  }

  reach(total: number): Promise<void> {
    return until(() => Promise.resolve(this.#total >= total));
  }

  async stop() {
    this.#isOver = true;
    await Promise.all(this.#lanes);
    return { total: this.#total, statuses: this.#statuses, requestIds: this.#requestIds };
  }

  async #lane(url: string, key: string): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#isOver) {
      const { status, requestId } = await ask(url, key, agent);
      this.#total++;
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
      this.#requestIds.add(requestId);
    }
    agent.destroy();
  }
}

/** One request with a key, through a gateway. */
export async function ask(url: string, key: string, agent?: Agent): Promise<{ status: number; requestId: string }> {
  const asked = request(`${url}/orders/17`, {
    headers: { host: HOST, "x-api-key": key },
    ...(agent === undefined ? {} : { agent }),
  });
  asked.end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return { status: answer.statusCode ?? 0, requestId: String(answer.headers["x-request-id"]) };
}

/** An API that answers everything. */
export async function upstreamOf(t: TestContext): Promise<string> {
  const api = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
  t.after(() => {
    api.close();
    api.closeAllConnections();
  });
  await once(api, "listening");
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
}

/** The server knows the API `orders`, found through gateways, and a client with a key. */
export async function prepared(server: RunningServer, upstream: string): Promise<{ key: string }> {
  const client = await gate(server, { at: `http://${HOST}/orders`, plan: { rateLimit: "100000/s" } });
  await sending(server)("PUT", "/apis/orders", { upstream });
  return client;
}

/** A token for gateways. */
export async function gatewayToken(server: RunningServer): Promise<string> {
  const made = await sending(server)<{ token: string }>("POST", "/tokens", { name: "gateway", scopes: ["gateway"] });
  return made.token;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Waits until it holds; throws after a minute. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = stopwatchMs() + WAIT_MS_MAX; stopwatchMs() < end; await nextTurn()) if (await holds()) return;
  throw new Error("what was waited for did not happen");
}
