import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openHost } from "../../src/probes/client/host.testing.ts";
import { plimsoll } from "../e2e/run-plimsoll.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, startServer } from "./running-server.ts";

test("the example's probe asks and its heartbeat is awaited once it is applied, and a release is said by the verb", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using host = await openHost((_request, response) => response.writeHead(401).end());
    const server = await startServer(directory);
    const text = readFileSync(new URL("../../examples/probes/plan.yaml", import.meta.url), "utf8");
    const file = join(directory, "plan.yaml");
    writeFileSync(file, text.replace("127.0.0.1:8080", `127.0.0.1:${host.port}`));
    const access = ["--server", server.url, "--token", server.adminToken];
    const applied = await plimsoll(["apply", "-f", file, ...access]);
    assert.equal(applied.code, 0, applied.err);
    const end = Date.now() + 20_000;
    while (host.asked.length === 0 && Date.now() < end) await pause(20);
    assert.equal(host.asked[0]?.url, "/orders");
    const heartbeat = await jsonOf<{ managedBy: string }>(server, "/api/v1/heartbeats/nightly-billing");
    assert.equal(heartbeat.managedBy, "probes-example");
    const said = await plimsoll(["release", "orders", "2026.11.3", "--link", "https://git.example.com/1", ...access]);
    assert.deepEqual(
      [said.code, said.out.startsWith("2026.11.3 of orders went to production at ")],
      [0, true],
      said.err,
    );
    const none = await plimsoll(["release", "none", "1", ...access]);
    assert.equal(none.code, 2);
    assert.equal(await server.stop(), 0);
  });
});
