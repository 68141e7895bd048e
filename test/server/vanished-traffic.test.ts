import assert from "node:assert/strict";
import { rmSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, instantText, isoText, MINUTE_MS, SECOND_MS } from "#kernel";
import { type Received, Receiver } from "../../src/messaging/receiver.testing.ts";
import { makeOrders } from "./batches.ts";
import { startedAt } from "./burning.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer } from "./running-server.ts";
import { goTo, post, putDestination } from "./told-live.ts";

const WEEK_MS = 7 * DAY_MS;
/** A Thursday. Traffic comes from 12:00 to 13:00 on Thursdays, ten requests a minute. */
const FIRST = Date.UTC(2026, 0, 1, 12);
const GONE = FIRST + 3 * WEEK_MS;
/** At 12:10 a hundred requests are usual in the hour before. */
const FIRES = GONE + 10 * MINUTE_MS;

interface Alerts {
  readonly items: readonly {
    readonly objective: string;
    readonly kind: string;
    readonly firedAt: string;
    readonly endedAt: string | null;
    readonly end: string | null;
  }[];
}

test("traffic that stays away pages on a running server though nothing comes, is told as over when it is back, and a kill changes nothing", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.end());
    let server = await withHistory(directory, receiver.url);
    // Killed while all is quiet, and again while it fires.
    await server.kill();
    server = await startedAt(directory, GONE);
    await quiet(server, GONE, FIRES - MINUTE_MS);
    assert.deepEqual(told(receiver.received), []);
    await quiet(server, FIRES - MINUTE_MS, FIRES);
    assert.deepEqual(told(receiver.received), ["alert.fired trafficVanished"]);
    assert.match(JSON.stringify(receiver.received[0]?.body), /0 requests in the hour to .* where 100 are usual/);
    await server.kill();
    server = await startedAt(directory, FIRES);
    await quiet(server, FIRES, FIRES + 30 * MINUTE_MS);
    await busy(server, FIRES + 30 * MINUTE_MS, FIRES + 40 * MINUTE_MS);
    assert.deepEqual(told(receiver.received), ["alert.fired trafficVanished", "alert.resolved trafficVanished"]);
    const { items } = await jsonOf<Alerts>(server, "/api/v1/alerts?limit=10");
    // 350 are usual then, and ten a minute came for five minutes: more than a tenth.
    assert.deepEqual(
      items.map(({ objective, kind, firedAt, endedAt, end }) => [objective, kind, firedAt, endedAt, end]),
      [["orders/traffic", "trafficVanished", instantText(FIRES), instantText(FIRES + 35 * MINUTE_MS), "resolved"]],
    );
    assert.equal(await server.stop(), 0, server.output());
  });
});

test("it fires as well when all that was measured is counted again from the log", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.end());
    const before = await withHistory(directory, receiver.url);
    await before.kill();
    for (const name of readdirSync(directory)) if (name.startsWith("snapshot-")) rmSync(join(directory, name));
    const server = await startedAt(directory, GONE);
    await quiet(server, GONE, GONE + HOUR_MS);
    // Whether it watched the days without a record it does not know then, and says so too.
    assert.deepEqual(
      told(receiver.received).filter((text) => text.endsWith("trafficVanished")),
      ["alert.fired trafficVanished"],
    );
    assert.equal(await server.stop(), 0, server.output());
  });
});

/** A server at the beginning of the fourth Thursday's traffic, with three weeks behind it. */
async function withHistory(directory: string, url: string): Promise<RunningServer> {
  const server = await startedAt(directory, FIRST);
  await makeOrders(server);
  await putDestination(server, url);
  for (let week = FIRST; week < GONE; week += WEEK_MS) {
    await busy(server, week, week + HOUR_MS);
    await goTo(server, week + WEEK_MS);
  }
  return server;
}

async function busy(server: RunningServer, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += MINUTE_MS) {
    const line = (second: number): string =>
      JSON.stringify({ at: isoText(at + second * SECOND_MS), api: "orders", method: "GET", path: "/", status: 200 });
    assert.equal(await post(server, `${Array.from({ length: 10 }, (_, n) => line(6 * n)).join("\n")}\n`), 10);
    await goTo(server, at + MINUTE_MS);
  }
}

async function quiet(server: RunningServer, from: number, to: number): Promise<void> {
  for (let at = from + MINUTE_MS; at <= to; at += MINUTE_MS) await goTo(server, at);
}

function told(received: readonly Received[]): string[] {
  return received.map(({ body }) => {
    const { type, data } = JSON.parse(body) as { type: string; data: { kind: string } };
    return `${type} ${data.kind}`;
  });
}
