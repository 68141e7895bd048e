import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { Ids } from "#kernel";
import type { LiveAlert } from "#objectives";
import type { QuotaReached } from "#plans";
import type { Migration, State } from "#storage";
import { tellQuota } from "./actions/tell-quota.ts";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { reconcile } from "./actions/reconcile.ts";
import { alertingMigrations } from "./migrations.ts";
import { liveAlert } from "./model/alerts.testing.ts";
import type { QuotaNotice } from "./model/notice.ts";
import type { StoredAlert } from "./model/alert.ts";
import type { Destination } from "./model/destination.ts";
import { type AlertFilter, findAlert, listAlerts } from "./store/alerts.ts";
import { findDelivery, forgetDeliveries, listDeliveries, updateDelivery } from "./store/deliveries.ts";
import { allDestinations, deleteDestination, findDestination, saveDestination } from "./store/destinations.ts";

type Open = (modules: readonly { module: string; migrations: readonly Migration[] }[]) => Promise<State>;

const ALL = { limit: 100, after: undefined };

/** What the store of alerts promises on each engine. `open` gives an empty state with the modules' tables. */
export function testAlertingStore(engine: string, open: Open): void {
  test(`${engine}: an alert is read back as it was written, and so is its end`, async () => {
    await using house = await openHouse(open);
    const fired = liveAlert({ client: "ac'me \u{1f6a2}" });
    const [alert] = await house.compare([fired]);
    assert.deepEqual(await findAlert(house.state.read, alert?.id ?? ""), alert);
    const [over] = await house.compare([{ ...fired, endedAt: 200_000, end: "lapsed" }]);
    assert.deepEqual(over, { ...alert, endedAt: 200_000, ending: "lapsed" });
    assert.deepEqual(await findAlert(house.state.read, alert?.id ?? ""), over);
  });

  test(`${engine}: comparing twice writes nothing the second time, and orders each message once`, async () => {
    await using house = await openHouse(open);
    await house.save(destination("a"), destination("b"));
    assert.equal((await house.compare([liveAlert()])).length, 1);
    assert.deepEqual(await house.compare([liveAlert()], ["orders"]), []);
    assert.equal((await listDeliveries(house.state.read, {}, ALL)).length, 2);
    await house.compare([liveAlert({ endedAt: 200_000, end: "resolved" })]);
    await house.compare([], ["orders"]);
    const events = (await listDeliveries(house.state.read, {}, ALL)).map((one) => `${one.event} ${one.destinationId}`);
    assert.deepEqual(new Set(events), new Set(["fired dest_a", "fired dest_b", "ended dest_a", "ended dest_b"]));
    assert.equal(events.length, 4);
  });

  test(`${engine}: a beginning goes to whoever wants it; its end goes there too when nobody wants it any more`, async () => {
    await using house = await openHouse(open);
    const wanting = destination("a");
    await house.save(
      wanting,
      { ...destination("off"), enabled: false },
      { ...destination("tickets"), urgencies: ["ticket"] },
      { ...destination("other"), apis: ["payments"] },
    );
    await house.compare([liveAlert()]);
    await house.save({ ...wanting, enabled: false, urgencies: ["ticket"] }, destination("new"));
    await house.compare([liveAlert({ endedAt: 200_000, end: "resolved" })]);
    const told = (await listDeliveries(house.state.read, {}, ALL)).map((one) => `${one.event} ${one.destinationId}`);
    assert.deepEqual(new Set(told), new Set(["fired dest_a", "ended dest_a"]));
  });

  test(`${engine}: lists are newest first, page by page without a gap, and narrowed by all that is said`, async () => {
    await using house = await openHouse(open);
    const instants = [100_000, 100_000, 110_000, 120_000, 130_000];
    await house.compare(instants.map((firedAt, n) => liveAlert({ firedAt, client: `c${n}`, toldAt: null })));
    await house.compare([liveAlert({ firedAt: 130_000, client: "c4", endedAt: 200_000, end: "resolved" })]);
    const whole = await listAlerts(house.state.read, {}, ALL);
    assert.deepEqual(
      whole.map(({ firedAt }) => firedAt),
      instants.toReversed(),
    );
    const paged: StoredAlert[] = [];
    for (let after: StoredAlert | undefined; paged.length < whole.length; after = paged.at(-1)) {
      paged.push(...(await listAlerts(house.state.read, {}, { limit: 2, after })));
    }
    assert.deepEqual(paged, whole);
    const clients = async (filter: AlertFilter) =>
      (await listAlerts(house.state.read, filter, ALL)).map(({ client }) => client);
    assert.deepEqual(await clients({ state: "ended" }), ["c4"]);
    assert.deepEqual(await clients({ state: "firing", from: 110_000, to: 130_000 }), ["c3", "c2"]);
    assert.deepEqual(await clients({ api: "orders", objective: "orders/availability", clients: ["c0", "other"] }), [
      "c0",
    ]);
    assert.deepEqual(await clients({ api: "payments" }), []);
  });

  test(`${engine}: old deliveries are forgotten, those of a firing alert are not`, async () => {
    await using house = await openHouse(open);
    await house.save(destination("a"));
    await house.compare([liveAlert({ client: "fires" }), liveAlert({ client: "over" })]);
    await house.compare([liveAlert({ client: "over", endedAt: 200_000, end: "resolved" })]);
    const { state } = house;
    await state.transact(async (tx) => {
      for (const { id } of await listDeliveries(state.read, {}, ALL)) {
        const delivery = await findDelivery(tx, id);
        assert.ok(delivery !== undefined);
        await updateDelivery(tx, { ...delivery, state: "delivered", nextAttemptAt: null, settledAt: 1_000 });
      }
    });
    assert.equal(await state.transact((tx) => forgetDeliveries(tx, 1_000)), 0);
    assert.equal(await state.transact((tx) => forgetDeliveries(tx, 1_001)), 2);
    assert.equal((await listDeliveries(state.read, { state: "delivered" }, ALL)).length, 1);
  });

  test(`${engine}: a quota is told to webhooks that take tickets of its API, and to no pager`, async () => {
    await using house = await openHouse(open);
    await house.save(
      destination("a"),
      { ...destination("mine"), apis: ["orders"] },
      { ...destination("off"), enabled: false },
      { ...destination("pages"), urgencies: ["page"] },
      { ...destination("other"), apis: ["payments"] },
      { ...destination("pager"), to: { kind: "pagerduty", url: "https://pager.test/", routingKey: "R".repeat(32) } },
    );
    await house.tellQuota(QUOTA);
    const told = await listDeliveries(house.state.read, {}, ALL);
    assert.deepEqual(told.map(({ destinationId: to, event, alertId }) => `${to} ${event} ${alertId}`).toSorted(), [
      "dest_a quota null",
      "dest_mine quota null",
    ]);
    const { type, data } = JSON.parse(told[0]?.notice ?? "") as QuotaNotice;
    assert.deepEqual(
      [type, data.threshold, data.quota, data.url],
      ["quota.reached", 80, 10, "http://plimsoll.test/clients/shop"],
    );
    assert.equal(await house.state.transact((tx) => forgetDeliveries(tx, 1_000_000)), 0);
  });

  test(`${engine}: a destination is read back as it was written, changed and deleted`, async () => {
    await using house = await openHouse(open);
    const pager: Destination = {
      ...destination("b"),
      to: { kind: "pagerduty", url: "https://events.pagerduty.com", routingKey: "k" },
      apis: ["orders"],
      createdAt: 2,
    };
    const { to } = destination("a");
    assert.ok(to.kind === "webhook");
    const hook = { ...destination("a"), to: { ...to, oldSecret: { secret: "whsec_BBBB", until: 5 } } };
    await house.save(hook, pager);
    assert.deepEqual(await allDestinations(house.state.read), [hook, pager]);
    await house.save({ ...hook, title: "another", enabled: false, revision: 2 });
    assert.equal((await findDestination(house.state.read, hook.id))?.title, "another");
    await house.state.transact((tx) => deleteDestination(tx, hook.id));
    assert.deepEqual(await allDestinations(house.state.read), [pager]);
  });
}

const QUOTA: QuotaReached = {
  subscription: "sub_1",
  client: "shop",
  organisation: "acme",
  api: "orders",
  title: "Orders",
  plan: "small",
  threshold: 80,
  used: 8,
  quota: { requests: 10, period: "month" },
  period: { from: 0, to: 2_678_400_000 },
  zone: "UTC",
  at: 500_000,
};

function destination(name: string): Destination {
  return {
    id: `dest_${name}`,
    title: name,
    to: { kind: "webhook", url: `http://${name}.test/`, secret: "whsec_AAAA", oldSecret: null },
    urgencies: ["page", "ticket"],
    apis: null,
    enabled: true,
    createdAt: 1,
    revision: 1,
  };
}

async function openHouse(open: Open) {
  const state = await open([
    { module: "jobs", migrations: jobMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ]);
  const clock = { at: 500_000, now: () => clock.at };
  const ids = new Ids(clock, (count) => new Uint8Array(count));
  return {
    state,
    save: async (...all: Destination[]) => {
      await state.transact(async (tx) => {
        for (const one of all) await saveDestination(tx, one);
      });
    },
    tellQuota: (reached: QuotaReached) =>
      state.transact((tx) =>
        tellQuota(tx, reached, { nextId: (prefix) => ids.next(prefix), base: "http://plimsoll.test" }),
      ),
    /** One comparison, a second after the last. */
    compare: async (alerts: readonly LiveAlert[], complete: readonly string[] = []) => {
      clock.at += 1_000;
      const ports = {
        now: clock.at,
        nextId: (prefix: string) => ids.next(prefix),
        base: "http://plimsoll.test",
        clients: new ClientNames(),
        tell: () => Promise.resolve(),
        routing: new RoutingMemo(),
      };
      return await state.transact((tx) => reconcile(tx, { alerts, complete }, ports));
    },
    [Symbol.asyncDispose]: async () => {
      await state.close();
    },
  };
}
