import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeOrders } from "./batches.ts";
import { until } from "./gated-server.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";

interface Operations {
  readonly version: string | null;
  readonly items: readonly {
    readonly operation: string;
    readonly documented: boolean | null;
    readonly requests: number;
  }[];
}

interface Unmatched {
  readonly items: readonly { readonly method: string; readonly path: string; readonly requests: number }[];
}

const DOCUMENT = `openapi: 3.1.0
servers: [{url: https://api.example.com/v1}]
paths:
  /orders/{orderId}: {get: {}}
  /orders: {get: {}}
`;

test("records are named by the document of their version, what it does not have is one operation, and a restart changes nothing", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory);
    await makeOrders(first);
    await send(first, [["GET", "/orders/17"]]);
    await give(first, "v1", DOCUMENT);
    await send(first, [
      ["GET", "/v1/orders/17"],
      ["GET", "/orders/abc"],
      ["GET", "/orders/abc", "1.8.3-beta"],
      ["POST", "/orders"],
      ["GET", "/wp-login.php?x=1"],
      ["GET", "/wp-login.php"],
    ]);
    await put(first, "versions/v2", {});
    await send(first, [["GET", "/orders/18", "v2"]]);
    const counted = [
      ["GET /orders/{orderId}", true, 3],
      ["__unmatched__", false, 3],
      ["GET /orders/{id}", false, 2],
      ["GET /orders", true, 0],
    ];
    assert.deepEqual(await operationsOf(first), counted);
    const { items } = await jsonOf<Unmatched>(first, "/api/v1/apis/orders/unmatched-paths");
    assert.deepEqual(
      items.map(({ method, path, requests }) => [method, path, requests]),
      [
        ["GET", "/wp-login.php", 2],
        ["POST", "/orders", 1],
      ],
    );
    const found = await jsonOf<{ items: object[] }>(first, "/api/v1/records?api=orders&operation=__unmatched__");
    assert.equal(found.items.length, 3);
    await first.kill();
    const next = await startServer(directory);
    assert.deepEqual(await operationsOf(next), counted);
    await send(next, [["GET", "/orders/99"]]);
    assert.deepEqual((await operationsOf(next))[0], ["GET /orders/{orderId}", true, 4]);
    assert.equal(await next.stop(), 0, next.output());
  });
});

test("paths as a proxy's log has them, with that of the API's address before them, are of the same operations", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    await give(server, "v1", DOCUMENT);
    await put(server, "", { at: "https://api.example.com/shop" });
    await until(async () => {
      await send(server, [["GET", "/shop/orders"]]);
      return (await operationsOf(server)).some((row) => String(row).startsWith("GET /orders,true,1"));
    });
    await send(server, [
      ["GET", "/shop/orders/17"],
      ["GET", "/shop/v1/orders/17"],
      ["GET", "/orders/17"],
    ]);
    const rows = await operationsOf(server);
    assert.deepEqual(rows[0], ["GET /orders/{orderId}", true, 3]);
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("paths that fit no operation are told as little as paths of records are kept", async () => {
  for (const [path, told] of [
    ["redact", "/who/{redacted}"],
    ["drop", "/…"],
  ] as const) {
    await inTemporaryDirectory(async (directory) => {
      const settings = join(directory, "plimsoll.yaml");
      writeFileSync(settings, `redact: { path: ${path} }\n`);
      const server = await startServer(join(directory, "data"), ["--config", settings]);
      await makeOrders(server);
      await give(server, "v1", DOCUMENT);
      await send(server, [["GET", "/who/ana@example.com"]]);
      const { items } = await jsonOf<Unmatched>(server, "/api/v1/apis/orders/unmatched-paths");
      assert.deepEqual(items, [{ method: "GET", path: told, requests: 1 }]);
      assert.equal(await server.stop(), 0, server.output());
    });
  }
});

test("a scanner's invented paths make one operation, however many they are", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    await give(server, "v1", DOCUMENT);
    await send(
      server,
      Array.from({ length: 20_000 }, (_, i) => ["GET", `/a${(i * 7_919).toString(36)}x/${i % 3}`]),
    );
    assert.deepEqual((await operationsOf(server))[0], ["__unmatched__", false, 20_000]);
    assert.equal((await operationsOf(server)).length, 3);
    assert.equal(await server.stop(), 0, server.output());
  });
});

async function operationsOf(server: RunningServer): Promise<unknown[]> {
  const { items } = await jsonOf<Operations>(server, "/api/v1/apis/orders/operations");
  return items.map(({ operation, documented, requests }) => [operation, documented, requests]);
}

/** Makes a live version with a document. */
async function give(server: RunningServer, version: string, text: string): Promise<void> {
  await put(server, `versions/${version}`, {});
  await put(server, `versions/${version}/life`, { state: "live" });
  const answer = await server.call(`/api/v1/apis/orders/versions/${version}/openapi`, {
    method: "PUT",
    headers: { "content-type": "text/yaml" },
    body: text,
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function put(server: RunningServer, path: string, body: object): Promise<void> {
  const answer = await server.call(`/api/v1/apis/orders${path === "" ? "" : `/${path}`}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function send(server: RunningServer, requests: readonly (readonly string[])[]): Promise<void> {
  const at = new Date(Date.now() - 1_000).toISOString();
  const lines = requests.map(([method, path, version]) =>
    JSON.stringify({ at, api: "orders", method, path, version, status: 200 }),
  );
  const answer = await server.post(`${lines.join("\n")}\n`);
  assert.equal(answer.status, 200, await answer.text());
}
