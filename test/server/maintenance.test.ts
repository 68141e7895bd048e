import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { type Interval, isoText } from "#kernel";
import { GRID_MS } from "#objectives";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, putDestination } from "./told-live.ts";

const START = Date.UTC(2027, 0, 15, 12);
const MINUTE_MS = 60_000;

interface Figures {
  readonly counted: readonly number[];
  readonly excluded: readonly number[];
}

/** A message of a webhook. */
interface Told {
  readonly type: string;
  readonly data: { readonly urgency: string; readonly firedAt: string };
}

test("requests in announced maintenance count for no objective, and are told as excluded, also after a restart; later corrections are right once it is filled anew", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory, ["--test-clock", isoText(START)]);
    await makeOrders(first);
    await announce(first, START + 10 * MINUTE_MS, START + 20 * MINUTE_MS);
    await goTo(first, START + 15 * MINUTE_MS);
    await send(first, START + 5 * MINUTE_MS, 200);
    await send(first, START + 12 * MINUTE_MS, 503);
    await goTo(first, START + 30 * MINUTE_MS);
    assert.deepEqual(await figures(first), { counted: [20, 0], excluded: [20, 20] });
    await first.kill();
    const next = await startServer(directory, ["--test-clock", isoText(START + 31 * MINUTE_MS)]);
    await send(next, START + 25 * MINUTE_MS, 503);
    await goTo(next, START + 40 * MINUTE_MS);
    assert.deepEqual(await figures(next), { counted: [40, 20], excluded: [20, 20] });
    const late = await announce(next, START + 24 * MINUTE_MS, START + 26 * MINUTE_MS);
    await becomes(next, { counted: [20, 0], excluded: [40, 40] });
    const gone = await next.call(`/api/v1/apis/orders/maintenance/${late}`, { method: "DELETE" });
    assert.equal(gone.status, 204);
    await becomes(next, { counted: [40, 20], excluded: [20, 20] });
    assert.equal(await next.stop(), 0, next.output());
    // From its snapshot.
    const last = await startServer(directory, ["--test-clock", isoText(START + 50 * MINUTE_MS)]);
    assert.deepEqual(await figures(last), { counted: [40, 20], excluded: [20, 20] });
    assert.equal(await last.stop(), 0, last.output());
  });
});

test("an API that burns in announced maintenance pages nobody, and pages once after its end when it still burns", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.writeHead(202).end("{}"));
    const server = await startServer(directory, ["--test-clock", isoText(START)]);
    await makeOrders(server);
    await putDestination(server, receiver.url);
    const window = { from: START + 20 * MINUTE_MS, to: START + 30 * MINUTE_MS };
    await announce(server, window.from, window.to);
    await go(server, { from: START, to: window.from, status: 200 });
    await go(server, { ...window, status: 503 });
    const during = await jsonOf<{ items: unknown[] }>(server, "/api/v1/alerts");
    assert.deepEqual([receiver.received.length, during.items.length], [0, 0]);
    await go(server, { from: window.to, to: window.to + 5 * MINUTE_MS, status: 503 });
    const told = receiver.received
      .map(({ body }) => JSON.parse(body) as Told)
      .filter(({ data }) => data.urgency === "page");
    assert.deepEqual(
      told.map(({ type }) => type),
      ["alert.fired"],
    );
    const firedAt = Date.parse(told[0]?.data.firedAt ?? "");
    assert.ok(firedAt > window.to && firedAt < window.to + 3 * MINUTE_MS, isoText(firedAt));
    assert.equal(await server.stop(), 0, server.output());
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

/** Twenty requests each ten seconds, with the clock behind them. */
async function go(server: RunningServer, { from, to, status }: Interval & { readonly status: number }): Promise<void> {
  for (let at = from; at < to; at += GRID_MS) {
    await send(server, at, status);
    await goTo(server, at + GRID_MS);
  }
}

/** Valid and bad of the objective, and of what was taken out of it. */
async function figures(server: RunningServer): Promise<Figures> {
  type Counts = Readonly<Record<"valid" | "bad", number>>;
  const { valid, bad, excluded } = await jsonOf<Counts & { excluded?: Counts }>(
    server,
    "/api/v1/apis/orders/objectives/availability",
  );
  return { counted: [valid, bad], excluded: [excluded?.valid ?? 0, excluded?.bad ?? 0] };
}

/** Objectives are filled anew beside the ones that speak: it takes a tick or a few. */
async function becomes(server: RunningServer, expected: Figures): Promise<void> {
  const { now } = await jsonOf<{ now: string }>(server, "/api/v1/server");
  for (let tick = 1; tick <= 30; tick++) {
    await goTo(server, Date.parse(now) + tick * 10_000);
    const found = await figures(server);
    if (isDeepStrictEqual(found, expected)) return;
  }
  assert.deepEqual(await figures(server), expected);
}
