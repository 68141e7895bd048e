import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { isoText, MINUTE_MS } from "#kernel";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { makeOrders } from "./batches.ts";
import { jsonOf } from "./recount.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, putDestination } from "./told-live.ts";

const START = Date.UTC(2026, 10, 28, 3);

interface Told {
  readonly type: string;
  readonly data: {
    readonly kind: string;
    readonly objective: string;
    readonly sentence: string;
    readonly firedAt: string;
  };
}

test("a heartbeat that stays away is one page until it comes again; what came while the server was down is not held against its sender", async () => {
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.writeHead(204).end());
    const open = (at: number) => startServer(directory, ["--test-clock", isoText(at)]);
    let server = await open(START);
    await makeOrders(server);
    await putDestination(server, receiver.url);
    await asked(server, "PUT /api/v1/heartbeats/billing", {
      api: "orders",
      everyMs: 10 * MINUTE_MS,
      graceMs: MINUTE_MS,
    });
    const { url } = (await asked(server, "POST /api/v1/heartbeats/billing/address", {})) as { url: string };
    const address = (): string => `${server.url}${new URL(url).pathname}`;
    assert.equal(await sign(address()), 200);
    await goTo(server, START + 5 * MINUTE_MS);
    // Away when one is due: it is not blamed; the one after it is awaited.
    await server.kill();
    server = await open(START + 12 * MINUTE_MS);
    await goTo(server, START + 20 * MINUTE_MS);
    assert.deepEqual(told(receiver), []);
    await goTo(server, START + 22 * MINUTE_MS);
    await until(() => told(receiver).length === 1);
    assert.equal(await sign(address(), { method: "POST", body: "x".repeat(100_000) }), 200);
    await goTo(server, START + 23 * MINUTE_MS);
    await until(() => told(receiver).length === 2);
    assert.equal(await sign(`${address()}/fail`), 200);
    await goTo(server, START + 24 * MINUTE_MS);
    await until(() => told(receiver).length === 3);
    assert.deepEqual(
      told(receiver).map(({ type, data }) => [type, data.kind, data.objective, data.firedAt]),
      [
        ["alert.fired", "heartbeatMissing", "heartbeat:billing", "2026-11-28T03:21:00Z"],
        ["alert.resolved", "heartbeatMissing", "heartbeat:billing", "2026-11-28T03:21:00Z"],
        ["alert.fired", "heartbeatMissing", "heartbeat:billing", "2026-11-28T03:23:00Z"],
      ],
    );
    assert.match(told(receiver)[2]?.data.sentence ?? "", /^The heartbeat billing says that its work failed/);
    const { items } = await jsonOf<{ items: { failed: boolean }[] }>(server, "/api/v1/heartbeats/billing/beats");
    assert.deepEqual(
      items.map(({ failed }) => failed),
      [true, false, false],
    );
    assert.equal(await server.stop(), 0);
  });
});

test("signs are taken at a secret address, or at the name with a token that writes records, and nobody else learns which there are", async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    await makeOrders(server);
    await asked(server, "PUT /api/v1/heartbeats/billing", { api: "orders", everyMs: 60_000 });
    const { url } = (await asked(server, "POST /api/v1/heartbeats/billing/address", {})) as { url: string };
    const named = `${server.url}/intake/v1/heartbeats/billing`;
    const bearer = { authorization: `Bearer ${server.intakeToken}` };
    assert.equal(await sign(named, { method: "POST", headers: bearer }), 200);
    const next = (await asked(server, "POST /api/v1/heartbeats/billing/address", {})) as { url: string };
    const refused: readonly (readonly [string, RequestInit?])[] = [
      [url],
      [named],
      [named, { method: "POST" }],
      [named, { headers: bearer }],
      [`${server.url}/intake/v1/heartbeats/other`, { method: "POST", headers: bearer }],
      [`${next.url}x`],
      [`${next.url}/fail/x`],
      [`${server.url}/intake/v1/heartbeats/`],
    ];
    const answers = await Promise.all(refused.map(async ([place, init]) => (await fetch(place, init)).text()));
    assert.deepEqual(new Set(answers), new Set(["No heartbeat has this address, or the token is not for it.\n"]));
    assert.equal(await sign(next.url, { method: "DELETE" }), 405);
    assert.equal(await sign(`${next.url}?from=cron`), 200);
    const shown = JSON.stringify(await jsonOf(server, "/api/v1/heartbeats/billing"));
    assert.ok(!shown.includes(new URL(next.url).pathname.split("/").at(-1) ?? ""));
    assert.equal(await server.stop(), 0);
  });
});

async function asked(server: RunningServer, place: string, body: object): Promise<unknown> {
  const [method = "", path = ""] = place.split(" ");
  const headers = { "content-type": "application/json" };
  const answer = await server.call(path, { method, headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

async function sign(url: string, init?: RequestInit): Promise<number> {
  return (await fetch(url, init)).status;
}

/** That the server was away is told on its own. */
function told({ received }: Receiver): Told[] {
  return received.map(({ body }) => JSON.parse(body) as Told).filter(({ data }) => data.kind === "heartbeatMissing");
}

/** Asks again until it is so; what is waited for has no other sign. */
async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    assert.ok(Date.now() < end, "it did not come about");
    await pause(20);
  }
}
