import assert from "node:assert/strict";
import { test } from "node:test";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

interface Sources {
  readonly items: readonly {
    readonly source: string;
    readonly kept: number;
    readonly unattributed: number;
    readonly counts: boolean;
  }[];
  readonly dropped: readonly { readonly source: string; readonly reasons: Readonly<Record<string, number>> }[];
}

test("one source counts for an API: the first that delivers, also after a restart, until somebody says another", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory);
    await makeOrders(first);
    assert.deepEqual(await send(first, "middleware"), { kept: 1, dropped: {} });
    assert.deepEqual(await send(first), { kept: 0, dropped: { notTheSource: 1 } });
    const { items, dropped } = await jsonOf<Sources>(first, "/api/v1/sources?api=orders");
    assert.deepEqual(
      items.map(({ source, kept, unattributed, counts }) => [source, kept, unattributed, counts]),
      [["middleware", 1, 1, true]],
    );
    assert.deepEqual(
      dropped.map(({ source, reasons }) => [source, reasons]),
      [["push", { notTheSource: 1 }]],
    );
    await first.stop();
    const second = await startServer(directory);
    assert.equal((await jsonOf<{ countedBy: string }>(second, "/api/v1/apis/orders")).countedBy, "middleware");
    assert.deepEqual(await send(second), { kept: 0, dropped: { notTheSource: 1 } });
    await put(second, { records: "push" });
    assert.deepEqual(await send(second), { kept: 1, dropped: {} });
    assert.deepEqual(await send(second, "middleware"), { kept: 0, dropped: { notTheSource: 1 } });
    await second.stop();
  });
});

test("the gateway counts for an API with an upstream, and a source that there is not is refused", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await put(server, { upstream: "http://localhost:1" });
    assert.deepEqual(await send(server), { kept: 0, dropped: { notTheSource: 1 } });
    assert.deepEqual(await send(server, "gateway"), { kept: 1, dropped: {} });
    const refused = await post(server, "carrier-pigeon");
    assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [400, "source.unknown"]);
    await server.stop();
  });
});

async function send(server: RunningServer, source?: string): Promise<unknown> {
  const answer = await post(server, source);
  const { kept, dropped } = (await answer.json()) as { kept: number; dropped: object };
  return { kept, dropped };
}

function post(server: RunningServer, source?: string): Promise<Response> {
  const record = { at: new Date().toISOString(), api: "orders", method: "GET", path: "/orders", status: 200 };
  return server.post(JSON.stringify(record), source === undefined ? {} : { "plimsoll-source": source });
}

async function put(server: RunningServer, body: object): Promise<void> {
  const answer = await server.call("/api/v1/apis/orders", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}
