import assert from "node:assert/strict";
import { test } from "node:test";
import { instantText, isoText } from "#kernel";
import { read } from "./live-report.ts";
import type { RunningServer } from "./running-server.ts";
import { sharedServer } from "./shared-server.ts";

const NOW = Date.UTC(2027, 0, 11, 12);
const DAY = 86_400_000;

interface Usage {
  readonly items: readonly {
    readonly client: string;
    readonly used: number;
    readonly quota: number;
    readonly share: number;
    readonly lastDay: number;
    readonly projected: number;
    readonly usedUpAt: string | null;
    readonly reached: readonly number[];
    readonly charge: { readonly text: string } | null;
    readonly period: { readonly unit: string; readonly from: string; readonly to: string };
  }[];
}

/** Acme on a plan of 100 requests a month: 60 were let through, 20 of them today; 7 were refused for a limit. */
const server = sharedServer(["--test-clock", isoText(NOW)], async ({ call, post }) => {
  const send = sender(call);
  await send("PUT", "/apis/orders", {});
  await send("PUT", "/organisations/acme", { title: "Acme" });
  await send("PUT", "/clients/acme-shop", { organisation: "acme" });
  await send("PUT", "/plans/small", {
    quota: "100/month",
    price: "1.00 EUR/month + 0.005 EUR/request",
    access: "automatic",
  });
  await send("POST", "/subscriptions", { client: "acme-shop", api: "orders", plan: "small" });
  const line = (at: number, status: number, client = "acme-shop"): string =>
    JSON.stringify({
      at: instantText(at),
      api: "orders",
      client,
      method: "GET",
      path: "/orders",
      status,
      durationMs: 5,
    });
  const lines = [
    ...Array.from({ length: 30 }, (_, n) => line(NOW - 3 * DAY + n, 200)),
    ...Array.from({ length: 10 }, (_, n) => line(NOW - 2 * DAY + n, 500)),
    ...Array.from({ length: 20 }, (_, n) => line(NOW - DAY / 2 + n, 404)),
    ...Array.from({ length: 7 }, (_, n) => line(NOW - DAY / 2 + n, 429)),
    ...Array.from({ length: 9 }, (_, n) => line(NOW - DAY / 2 + n, 200, "other")),
  ];
  const posted = await post(lines.join("\n"));
  assert.ok(posted.ok, await posted.text());
});

test("what was let through counts towards the quota, and the pace of the last day says when it is gone", async () => {
  const { items } = await read<Usage>(server(), "/api/v1/apis/orders/usage?client=acme-shop");
  const [usage] = items;
  assert.ok(usage !== undefined && items.length === 1);
  assert.deepEqual([usage.used, usage.quota, usage.share, usage.lastDay], [60, 100, 0.6, 20]);
  assert.deepEqual([usage.period.unit, usage.period.from], ["month", "2027-01-01T00:00:00.000Z"]);
  assert.equal(usage.usedUpAt, isoText(NOW + 2 * DAY));
  assert.equal(usage.projected, 60 + 20 * 20.5);
  assert.deepEqual([usage.reached, usage.charge?.text], [[50], "1.30 EUR"]);
  const before = await read<Usage>(server(), "/api/v1/apis/orders/usage?period=previous");
  assert.deepEqual([before.items[0]?.used, before.items[0]?.period.to], [0, "2027-01-01T00:00:00.000Z"]);
});

test("an export has a line for each client and day that is over, and a repeat has the same ids", async () => {
  const range = `from=${isoText(NOW - 4 * DAY)}&to=${isoText(NOW)}`;
  const csv = async (): Promise<string> =>
    (await server().call(`/api/v1/apis/orders/usage-export.csv?${range}`)).text();
  const [head, ...lines] = (await csv()).trim().split("\r\n");
  assert.equal(head, "id,api,client,organisation,plan,from,to,requests");
  const told = lines.map((line) => line.split(",").slice(1, 8).join(","));
  assert.deepEqual(told, [
    "orders,acme-shop,acme,small,2027-01-08T00:00:00Z,2027-01-09T00:00:00Z,30",
    "orders,acme-shop,acme,small,2027-01-09T00:00:00Z,2027-01-10T00:00:00Z,10",
  ]);
  assert.deepEqual((await csv()).trim().split("\r\n").slice(1), lines);
  const events = await (await server().call(`/api/v1/apis/orders/usage-export?${range}&format=openmeter`)).text();
  const ids = events
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id);
  assert.deepEqual(
    ids,
    lines.map((line) => line.split(",")[0]),
  );
});

test("what came under a name that a client claimed, or under its former name, counts as its own", async () => {
  const send = sender(server().call);
  await send("PUT", "/clients/globex", { organisation: "acme", seenAs: ["other"] });
  await send("POST", "/subscriptions", { client: "globex", api: "orders", plan: "small" });
  const usedBy = async (client: string): Promise<number | undefined> =>
    (await read<Usage>(server(), `/api/v1/apis/orders/usage?client=${client}`)).items[0]?.used;
  assert.equal(await usedBy("globex"), 9);
  await send("PUT", "/clients/acme-store", { was: "acme-shop" });
  assert.equal(await usedBy("acme-store"), 60);
});

/** Sends a body and demands that it is taken. */
function sender(call: RunningServer["call"]): (method: string, path: string, body: object) => Promise<void> {
  return async (method, path, body) => {
    const answer = await call(`/api/v1${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    assert.ok(answer.ok, `${path}: ${await answer.text()}`);
  };
}
