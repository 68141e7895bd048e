import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { DAY_MS, Ids } from "#kernel";
import type { Signal } from "#signals";
import type { Migration, State } from "#storage";
import { reconcile } from "./actions/reconcile.ts";
import { lapseAlerts, withdrawAlertsOf } from "./actions/signals/end-alerts.ts";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { takeSignals, type TakePorts } from "./actions/signals/take-signals.ts";
import { alertingMigrations } from "./migrations.ts";
import { signal, signalSource } from "./model/signals/signals.testing.ts";
import { listAlerts } from "./store/alerts.ts";
import { listDeliveries } from "./store/deliveries.ts";
import { saveDestination } from "./store/destinations.ts";
import { expiredAlerts } from "./store/outside-alerts.ts";
import { deleteSignalSource, everySignalSource, sourceStates, storeSignalSource } from "./store/signal-sources.ts";
import { forgetSignals, listSignals, type SignalFilter } from "./store/signals.ts";

type Open = (modules: readonly { module: string; migrations: readonly Migration[] }[]) => Promise<State>;

const ALL = { limit: 100, after: undefined };
const NOW = 1_800_000_000_000;

/** What the store of signals promises on each engine. `open` gives an empty state with the modules' tables. */
export function testSignalsStore(engine: string, open: Open): void {
  test(`${engine}: signals are taken whole: alerts, messages, and what became of each; saying it again is counted`, async () => {
    await using house = await openHouse(open);
    const other = signal({ dedupKey: "other \u{1f6a2}", urgency: "ticket" });
    const { outcomes, changed } = await house.say(signal(), other, signal({ dedupKey: "nobody", action: "resolve" }));
    assert.deepEqual([outcomes, changed.length], [["opened", "opened", "unknownKey"], 2]);
    assert.deepEqual((await house.alerts()).toSorted(byKey), changed.toSorted(byKey));
    await house.say(signal(), signal());
    await house.say(
      signal({ action: "resolve" }),
      signal({ text: "worse", dedupKey: "other \u{1f6a2}", urgency: "page" }),
    );
    const kept = (await house.signals()).map(({ outcome, times, title }) => `${outcome} ${times} ${title}`);
    assert.deepEqual(kept.toSorted(), [
      "merged 1 DiskFull",
      "opened 1 DiskFull",
      "opened 1 DiskFull",
      "repeated 2 DiskFull",
      "resolved 1 DiskFull",
      "unknownKey 1 DiskFull",
    ]);
    const told = (await listDeliveries(house.state.read, {}, ALL)).map(
      ({ event, destinationId }) => `${event} ${destinationId}`,
    );
    // The second page is the ticket that was made one.
    assert.deepEqual(told.toSorted(), ["ended dest_pages", "fired dest_pages", "fired dest_pages"]);
    const { last_at: lastAt } = (await sourceStates(house.state.read)).get("monitor") ?? {};
    assert.equal(lastAt, house.clock.at);
  });

  test(`${engine}: what its source stops saying lapses when it was due; what it goes on saying does not`, async () => {
    await using house = await openHouse(open);
    await house.say(
      signal({ endsAt: NOW + 60_000 }),
      signal({ dedupKey: "b", endsAt: NOW + 60_000 }),
      signal({ dedupKey: "c" }),
    );
    await house.say(signal({ endsAt: NOW + 90_000 }));
    assert.equal((await expiredAlerts(house.state.read, NOW + 59_999, 10)).length, 0);
    const over = await house.state.transact((tx) => lapseAlerts(tx, NOW + 60_000, house.ports()));
    assert.deepEqual(
      over.map(({ dedupKey, endedAt, ending }) => [dedupKey, endedAt, ending]),
      [["b", NOW + 60_000, "lapsed"]],
    );
    assert.deepEqual(await house.firing(), ["c", "disk"]);
    assert.equal((await house.state.transact((tx) => lapseAlerts(tx, NOW + 60_000, house.ports()))).length, 0);
  });

  test(`${engine}: what the engine says is all that fires of an API ends no alert from elsewhere that is about it`, async () => {
    await using house = await openHouse(open);
    await house.say(signal({ labels: { alertname: "DiskFull", api: "orders" } }));
    assert.equal((await house.alerts())[0]?.api, "orders");
    const changed = await house.state.transact((tx) =>
      reconcile(tx, { alerts: [], complete: ["orders"] }, house.ports()),
    );
    assert.deepEqual([changed, await house.firing()], [[], ["disk"]]);
  });

  test(`${engine}: of a source that is removed nothing fires any more, and others go on`, async () => {
    await using house = await openHouse(open);
    await house.say(...Array.from({ length: 450 }, (_, n) => signal({ dedupKey: `k${n}` })));
    await house.sayAs("other", signal({ dedupKey: "its" }));
    const over = await house.state.transact((tx) => withdrawAlertsOf(tx, "monitor", house.ports()));
    assert.equal(over.length, 450);
    assert.deepEqual(await house.firing(), ["its"]);
  });

  test(`${engine}: signals are listed newest first, page by page without a gap, narrowed, and forgotten in time`, async () => {
    await using house = await openHouse(open);
    for (let n = 0; n < 5; n++) await house.say(signal({ dedupKey: `k${n}` }));
    await house.sayAs("other", signal());
    const whole = await house.signals();
    assert.deepEqual(
      whole.map(({ dedupKey }) => dedupKey),
      ["disk", "k4", "k3", "k2", "k1", "k0"],
    );
    const paged = [];
    for (
      let after = undefined as (typeof whole)[number] | undefined;
      paged.length < whole.length;
      after = paged.at(-1)
    ) {
      paged.push(...(await listSignals(house.state.read, {}, { limit: 4, after })));
    }
    assert.deepEqual(paged, whole);
    const count = async (filter: SignalFilter) => (await listSignals(house.state.read, filter, ALL)).length;
    assert.deepEqual(
      [
        await count({ source: "other" }),
        await count({ outcome: "resolved" }),
        await count({ alert: whole[1]?.alertId ?? "" }),
      ],
      [1, 0, 1],
    );
    const at = whole[2]?.lastAt ?? 0;
    assert.equal(await house.state.transact((tx) => forgetSignals(tx, at)), 3);
  });

  test(`${engine}: a source is read back as it was written, changed and deleted`, async () => {
    await using house = await openHouse(open);
    const mapping = { dedupKey: ["/id"], title: "/name", action: { at: "/state", resolve: ["ok"] } };
    const made = signalSource({
      format: "generic",
      mapping,
      labels: { team: "ops" },
      lapseMs: DAY_MS,
      urgency: "ticket",
    });
    await house.state.transact((tx) => storeSignalSource(tx, made));
    assert.deepEqual(await everySignalSource(house.state.read), [made]);
    const changed = { ...made, title: "Otherwise", lapseMs: null, revision: 2 };
    await house.state.transact((tx) => storeSignalSource(tx, changed));
    assert.deepEqual(await everySignalSource(house.state.read), [changed]);
    await house.state.transact((tx) => deleteSignalSource(tx, made.name));
    assert.deepEqual(await everySignalSource(house.state.read), []);
  });
}

function byKey(one: { readonly dedupKey: string }, other: { readonly dedupKey: string }): number {
  return one.dedupKey < other.dedupKey ? -1 : 1;
}

async function openHouse(open: Open) {
  const state = await open([
    { module: "jobs", migrations: jobMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ]);
  const clock = { at: NOW - 1_000, now: () => clock.at };
  const ids = new Ids(clock, (count) => new Uint8Array(count));
  const ports = (): TakePorts => ({
    now: clock.at,
    nextId: (prefix) => ids.next(prefix),
    isApi: (name) => name === "orders",
    base: "http://plimsoll.test",
    clients: new ClientNames(),
    tell: () => Promise.resolve(),
    routing: new RoutingMemo(),
  });
  await state.transact((tx) =>
    saveDestination(tx, {
      id: "dest_pages",
      title: "Pages",
      to: { kind: "webhook", url: "http://pages.test/", secret: "whsec_AAAA", oldSecret: null },
      urgencies: ["page"],
      apis: null,
      enabled: true,
      createdAt: 1,
      revision: 1,
    }),
  );
  const sayAs = async (name: string, ...signals: Signal[]) => {
    clock.at += 1_000;
    const source = signalSource({ name });
    return await state.transact((tx) => takeSignals(tx, { source, reading: { signals, faults: [] } }, ports()));
  };
  return {
    state,
    clock,
    ports,
    sayAs,
    /** One body, a second after the last. */
    say: (...signals: Signal[]) => sayAs("monitor", ...signals),
    alerts: () => listAlerts(state.read, {}, ALL),
    firing: async () =>
      (await listAlerts(state.read, { state: "firing" }, ALL)).map(({ dedupKey }) => dedupKey).toSorted(),
    signals: () => listSignals(state.read, {}, ALL),
    [Symbol.asyncDispose]: async () => {
      await state.close();
    },
  };
}
