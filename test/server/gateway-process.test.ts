import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { SECOND_MS, stopwatchMs } from "#kernel";
import { sending } from "./gated-server.ts";
import { ask, freePort, gatewayToken, Load, prepared, until, upstreamOf } from "./gateway-load.ts";
import { allRecords } from "./recount.ts";
import { startGateway } from "./running-gateway.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

test("an engine that is killed under load is not seen by clients, and each request is counted once in the end", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const port = await freePort();
    const start = (): Promise<RunningServer> =>
      startServer(join(directory, "data"), ["--port", String(port), "--auth-port", "0", "--gateway-port", "0"]);
    let server = await start();
    const { key } = await prepared(server, upstream);
    const token = await gatewayToken(server);
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
    const token = await gatewayToken(server);
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
    const token = await gatewayToken(setUp);
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
