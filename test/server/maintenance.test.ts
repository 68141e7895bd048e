import assert from "node:assert/strict";
import { test } from "node:test";
import { isoText } from "#kernel";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo } from "./told-live.ts";

const START = Date.UTC(2027, 0, 15, 12);
const MINUTE_MS = 60_000;

test("requests in announced maintenance count for no objective, also after a restart; later corrections are right once it is filled anew", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory, ["--test-clock", isoText(START)]);
    await makeOrders(first);
    await announce(first, START + 10 * MINUTE_MS, START + 20 * MINUTE_MS);
    await goTo(first, START + 15 * MINUTE_MS);
    await send(first, START + 5 * MINUTE_MS, 200);
    await send(first, START + 12 * MINUTE_MS, 503);
    await goTo(first, START + 30 * MINUTE_MS);
    assert.deepEqual(await figures(first), [20, 0]);
    await first.kill();
    const next = await startServer(directory, ["--test-clock", isoText(START + 31 * MINUTE_MS)]);
    await send(next, START + 25 * MINUTE_MS, 503);
    await goTo(next, START + 40 * MINUTE_MS);
    assert.deepEqual(await figures(next), [40, 20]);
    const late = await announce(next, START + 24 * MINUTE_MS, START + 26 * MINUTE_MS);
    await becomes(next, [20, 0]);
    const gone = await next.call(`/api/v1/apis/orders/maintenance/${late}`, { method: "DELETE" });
    assert.equal(gone.status, 204);
    await becomes(next, [40, 20]);
    assert.equal(await next.stop(), 0, next.output());
  });
});

async function announce(server: RunningServer, from: number, to: number): Promise<string> {
  const answer = await server.call("/api/v1/apis/orders/maintenance", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: isoText(from), to: isoText(to), title: "Move" }),
  });
  assert.equal(answer.status, 201);
  return ((await answer.json()) as { id: string }).id;
}

/** Twenty requests of one instant. */
async function send(server: RunningServer, at: number, status: number): Promise<void> {
  const line = JSON.stringify({ at: isoText(at), api: "orders", operation: "GET /orders", status, durationMs: 1 });
  const answer = await server.post(`${line}\n`.repeat(20));
  assert.equal(answer.status, 200, await answer.text());
}

async function figures(server: RunningServer): Promise<number[]> {
  const { valid, bad } = await jsonOf<{ valid: number; bad: number }>(
    server,
    "/api/v1/apis/orders/objectives/availability",
  );
  return [valid, bad];
}

/** Objectives are filled anew beside the ones that speak: it takes a tick or a few. */
async function becomes(server: RunningServer, expected: readonly number[]): Promise<void> {
  const { now } = await jsonOf<{ now: string }>(server, "/api/v1/server");
  for (let tick = 1; tick <= 30; tick++) {
    await goTo(server, Date.parse(now) + tick * 10_000);
    const found = await figures(server);
    if (found.join(" ") === expected.join(" ")) return;
  }
  assert.deepEqual(await figures(server), expected);
}
