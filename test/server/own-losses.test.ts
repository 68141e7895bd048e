import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, prepared, until, upstreamOf } from "./gateway-load.ts";
import { allRecords, jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

const SHIM = new URL("failing-datasync.ts", import.meta.url).href;

interface Sources {
  readonly losses: readonly { readonly gateway: string | null; readonly requests: number }[];
}

test("what the log does not take of the server's own gateway is told as lost, also after a restart", async (t) => {
  const upstream = await upstreamOf(t);
  await inTemporaryDirectory(async (directory) => {
    const data = join(directory, "data");
    const sign = join(directory, "fails");
    const server = await startServer(data, [], { NODE_OPTIONS: `--import ${SHIM}`, FSYNC_FAILS_WHILE: sign });
    const { key } = await prepared(server, upstream);
    const [, url = ""] = /Requests of clients pass through (http:\S+)/.exec(server.output()) ?? [];
    assert.equal((await ask(url, key)).status, 200);
    await until(async () => (await allRecords(server, "orders")).length === 1);
    writeFileSync(sign, "");
    for (let request = 0; request < 5; request++) assert.equal((await ask(url, key)).status, 200);
    const told = async (running: RunningServer): Promise<unknown> =>
      (await jsonOf<Sources>(running, "/api/v1/sources?api=orders")).losses.map(({ gateway, requests }) => [
        gateway,
        requests,
      ]);
    await until(async () => JSON.stringify(await told(server)) === "[[null,5]]");
    rmSync(sign);
    await server.kill();
    const again = await startServer(data);
    assert.deepEqual(await told(again), [[null, 5]]);
    assert.equal(await again.stop(), 0, again.output());
  });
});
