import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ceilTo, floorTo, type Interval } from "#kernel";
import { ask, freePort, gatewayToken, Load, prepared, until, upstreamOf } from "./gateway-load.ts";
import { sending } from "./gated-server.ts";
import { allRecords, jsonOf } from "./recount.ts";
import { startGateway } from "./running-gateway.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

interface Sources {
  readonly watched: { readonly from: string; readonly to: string; readonly ms: number } | null;
  readonly losses: readonly {
    readonly api: string;
    readonly gateway: string | null;
    readonly from: string;
    readonly to: string;
    readonly requests: number;
  }[];
}

const SLOT_MS = 10_000;

test("what a full spool lost while the engine was away is told: counts are what was spooled, and the time is not watched", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const port = await freePort();
    const start = (): Promise<RunningServer> =>
      startServer(join(directory, "data"), ["--port", String(port), "--auth-port", "0", "--gateway-port", "0"]);
    const spool = join(directory, "spool");
    const setUp = await start();
    const { key } = await prepared(setUp, upstream);
    const token = await gatewayToken(setUp);
    const first = await startGateway({ server: setUp, token, spool, spoolMib: 1 });
    assert.equal((await ask(first.url, key)).status, 200);
    await until(async () => (await allRecords(setUp, "orders")).length === 1);
    await setUp.stop();
    const load = new Load(first.url, key);
    await until(async () => (await lostBy(first.statusUrl)) > 0);
    const { total } = await load.stop();
    // It ended before it could tell: the next process does.
    assert.equal(await first.end("SIGTERM"), 0, first.output());
    let server = await start();
    const second = await startGateway({ server, token, spool, spoolMib: 1 });
    await until(async () => (await sourcesOf(server)).losses.length > 0);
    const { losses } = await sourcesOf(server);
    assert.deepEqual(
      losses.map(({ api, gateway }) => [api, gateway]),
      [["orders", "gateway"]],
    );
    const lost = losses[0]?.requests ?? 0;
    assert.ok(lost > 0);
    const [loss] = losses.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })) as [Interval];
    await until(async () => (await allRecords(server, "orders")).length >= 1 + total - lost);
    const kept = (await allRecords(server, "orders")).map(({ at }) => Date.parse(at));
    assert.equal(kept.length, 1 + total - lost, "what was spooled, and no more");
    await isNotWatched(server, loss);
    await server.kill();
    server = await start();
    assert.deepEqual((await sourcesOf(server)).losses, losses, "after a restart too");
    await isNotWatched(server, loss);
    await server.stop();
    server = await start();
    await isNotWatched(server, loss);
    assert.equal(await second.end("SIGTERM"), 0, second.output());
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("a loss is told with a token for gateways only, counts once, and only of what a gateway counts", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const send = sending(server);
    await send("PUT", "/apis/orders", { upstream: "http://localhost:1" });
    await send("PUT", "/apis/logged", { records: "log" });
    const token = await gatewayToken(server);
    const now = floorTo(Date.now(), 1_000);
    const loss = (api: string, more: object = {}) => ({
      id: `a-${api}`,
      api,
      from: now - 500,
      to: now,
      requests: 3,
      ...more,
    });
    const tell = (body: object, bearer = token): Promise<Response> =>
      fetch(`${server.url}/api/v1/gateway/losses`, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const all = { losses: [loss("orders"), loss("logged"), loss("nowhere"), loss("")] };
    assert.deepEqual(await (await tell(all)).json(), { taken: 1 });
    await tell({ losses: [loss("orders", { requests: 5 })] });
    await tell({ losses: [loss("orders", { requests: 4 })] });
    const { losses } = await jsonOf<Sources>(server, "/api/v1/sources");
    assert.deepEqual(
      losses.map(({ api, requests }) => [api, requests]),
      [["orders", 5]],
    );
    for (const bearer of [server.intakeToken, server.adminToken, "nobody"]) {
      assert.equal((await tell(all, bearer)).status, bearer === server.adminToken ? 200 : 401);
    }
    for (const wrong of [{ to: now - 500 }, { requests: 0 }, { id: "/" }, { to: now + 86_400_000 }]) {
      assert.equal((await tell({ losses: [loss("orders", wrong)] })).status, 400, JSON.stringify(wrong));
    }
    await server.stop();
  });
});

async function lostBy(statusUrl: string): Promise<number> {
  const text = await (await fetch(`${statusUrl}/metrics`)).text();
  return Number(/^plimsoll_gateway_spool_lost_total (\d+)$/m.exec(text)?.[1]);
}

function sourcesOf(server: RunningServer): Promise<Sources> {
  return jsonOf<Sources>(server, "/api/v1/sources?api=orders");
}

/** Exactly the slots of the loss are missing, as far as anything is known: records around it tell of the time in which the server was away. */
async function isNotWatched(server: RunningServer, { from, to }: Interval): Promise<void> {
  await until(async () => {
    const { watched } = await sourcesOf(server);
    const range = { from: Date.parse(watched?.from ?? ""), to: Date.parse(watched?.to ?? "") };
    const lost = { from: Math.max(range.from, floorTo(from, SLOT_MS)), to: ceilTo(to, SLOT_MS) };
    return range.to >= lost.to && range.to - range.from - (watched?.ms ?? 0) === lost.to - lost.from;
  });
}
