import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { nextTurn, SECOND_MS, stopwatchMs } from "#kernel";
import { gate, sending } from "./gated-server.ts";
import { allRecords } from "./recount.ts";
import { startGateway } from "./running-gateway.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const HOST = "api.example.com";
const LANES = 4;
const WAIT_MS_MAX = 60 * SECOND_MS;

test("an engine that is killed under load is not seen by clients, and each request is counted once in the end", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const port = await freePort();
    const start = (): Promise<RunningServer> =>
      startServer(join(directory, "data"), ["--port", String(port), "--auth-port", "0", "--gateway-port", "0"]);
    let server = await start();
    const { key } = await prepared(server, upstream);
    const token = await tokenOf(server);
    const gateway = await startGateway({ server, token, spool: join(directory, "spool") });
    const load = new Load(gateway.url, key);
    await load.reach(200);
    await server.kill();
    await load.reach(600);
    server = await start();
    await load.reach(800);
    await server.kill();
    await load.reach(1_000);
    server = await start();
    const sent = await load.stop();
    assert.deepEqual([...sent.statuses.keys()], [200], "clients saw nothing else");
    await until(async () => (await allRecords(server, "orders")).length >= sent.total);
    const ids = (await allRecords(server, "orders")).map(({ requestId }) => requestId);
    assert.equal(ids.length, sent.total);
    assert.deepEqual(new Set(ids), sent.requestIds);
    assert.equal(await gateway.end("SIGTERM"), 0, gateway.output());
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("a revoked key is refused within five seconds; a gateway that starts while the engine is away decides as before", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(join(directory, "data"));
    const { key } = await prepared(server, upstream);
    const token = await tokenOf(server);
    const spool = join(directory, "spool");
    const first = await startGateway({ server, token, spool });
    const send = sending(server);
    const other = await send<{ id: string; key: string }>("POST", "/clients/acme-shop/keys", {});
    await until(async () => (await ask(first.url, other.key)).status === 200);
    await send("DELETE", `/clients/acme-shop/keys/${other.id}?reason=lost`);
    const from = stopwatchMs();
    await until(async () => (await ask(first.url, other.key)).status === 401);
    assert.ok(stopwatchMs() - from < 5 * SECOND_MS);
    await first.end("SIGKILL");
    await server.kill();
    const second = await startGateway({ server, token, spool });
    assert.equal((await ask(second.url, key)).status, 200);
    assert.equal((await ask(second.url, other.key)).status, 401);
    const health = await fetch(`${second.statusUrl}/healthz`);
    assert.match(await health.text(), /^ok, by what was pulled last: /);
    const metrics = await (await fetch(`${second.statusUrl}/metrics`)).text();
    assert.match(metrics, /^plimsoll_gateway_server_up 0$/m);
    await second.end("SIGKILL");
    const again = await startServer(join(directory, "data"));
    const counted = (await allRecords(again, "orders")).length;
    const third = await startGateway({ server: again, token, spool });
    await until(async () => (await allRecords(again, "orders")).length > counted);
    assert.equal(await third.end("SIGTERM"), 0, third.output());
    assert.equal(await again.stop(), 0, again.output());
  });
});

test("a gateway that knows nothing yet refuses, says so, and begins when the engine answers", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const port = await freePort();
    const nowhere = { url: `http://127.0.0.1:${port}` };
    const setUp = await startServer(join(directory, "data"));
    const { key } = await prepared(setUp, upstream);
    const token = await tokenOf(setUp);
    await setUp.stop();
    const gateway = await startGateway({ server: nowhere, token, spool: join(directory, "spool") });
    assert.equal((await ask(gateway.url, key)).status, 503);
    assert.equal((await fetch(`${gateway.statusUrl}/healthz`)).status, 503);
    const server = await startServer(join(directory, "data"), [
      "--port",
      String(port),
      "--auth-port",
      "0",
      "--gateway-port",
      "0",
    ]);
    await until(async () => (await ask(gateway.url, key)).status === 200);
    assert.equal(await gateway.end("SIGTERM"), 0, gateway.output());
    assert.equal(await server.stop(), 0, server.output());
  });
});

/** Requests one after the other in some lanes, until it is stopped. */
class Load {
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

async function ask(url: string, key: string, agent?: Agent): Promise<{ status: number; requestId: string }> {
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

async function upstreamOf(t: TestContext): Promise<string> {
  const api = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
  t.after(() => {
    api.close();
    api.closeAllConnections();
  });
  await once(api, "listening");
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
}

async function prepared(server: RunningServer, upstream: string): Promise<{ key: string }> {
  const client = await gate(server, { at: `http://${HOST}/orders`, plan: { rateLimit: "100000/s" } });
  await sending(server)("PUT", "/apis/orders", { upstream });
  return client;
}

async function tokenOf(server: RunningServer): Promise<string> {
  const made = await sending(server)<{ token: string }>("POST", "/tokens", { name: "gateway", scopes: ["gateway"] });
  return made.token;
}

async function freePort(): Promise<number> {
  const probe = createTcpServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = stopwatchMs() + WAIT_MS_MAX; stopwatchMs() < end; await nextTurn()) if (await holds()) return;
  throw new Error("what was waited for did not happen");
}
