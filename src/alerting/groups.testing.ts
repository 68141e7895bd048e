import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { Ids } from "#kernel";
import type { LiveAlert } from "#objectives";
import type { Migration, State } from "#storage";
import type { GroupPorts } from "./actions/groups/group-ports.ts";
import { adoptAlerts, lookAtDue } from "./actions/groups/look-at-due.ts";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { reconcile } from "./actions/reconcile.ts";
import { saveRouting } from "./actions/routing/save-routing.ts";
import { alertingMigrations } from "./migrations.ts";
import { liveAlert } from "./model/alerts.testing.ts";
import type { GroupNotice } from "./model/group-notice.ts";
import type { GroupFilter } from "./store/groups.ts";
import { listGroups } from "./store/groups.ts";
import { entriesOf } from "./store/group-entries.ts";
import { membersOf, membershipsOf } from "./store/group-members.ts";
import { endedSilences, findSilence, saveSilence, silencesAt } from "./store/silences.ts";
import { groupText } from "./model/groups/words.ts";
import { matcherOf } from "./model/routing/matcher.ts";
import type { Silence } from "./model/silences/silence.ts";

type Open = (modules: readonly { module: string; migrations: readonly Migration[] }[]) => Promise<State>;

const ALL = { limit: 100, after: undefined };
const MINUTE = 60_000;

/** What groups of alerts promise on each engine. `open` gives an empty state with the modules' tables. */
export function testAlertingGroups(engine: string, open: Open): void {
  test(`${engine}: without any routing an alert is told at once to everybody, and its end to the same`, async () => {
    await using house = await openHouse(open);
    const fired = liveAlert();
    await house.compare([fired]);
    const [first] = house.told;
    assert.equal(first?.sentences[0], fired.explanation.text);
    assert.deepEqual(
      [first.reason, first.policy, first.urgency, first.title, first.firing, first.at - first.due],
      ["first", "everybody", "page", "orders/availability fires for orders", 1, 0],
    );
    assert.deepEqual(first.labels, { api: "orders", objective: "orders/availability" });
    assert.equal(first.url, `http://plimsoll.test/groups/${first.group}`);
    await house.pass(10 * MINUTE);
    await house.compare([{ ...fired, endedAt: house.clock.at, end: "resolved" }]);
    assert.deepEqual(house.reasons(), ["first", "ended"]);
    assert.match(house.told[1]?.sentences[0] ?? "", /^Over \(resolved/);
    const [group] = await house.groups({ state: "ended" });
    assert.deepEqual(
      (await entriesOf(house.state.read, group?.id ?? "", 10)).map(({ what, seq }) => `${seq} ${what}`),
      ["3 ended", "2 told", "1 opened"],
    );
  });

  test(`${engine}: a page is told at once although tickets of the same objective were just told`, async () => {
    await using house = await openHouse(open);
    await house.compare([liveAlert({ urgency: "ticket" })]);
    await house.compare([liveAlert({ firedAt: 110_000 })]);
    assert.deepEqual(
      house.told.map(({ reason, urgency }) => `${reason} ${urgency}`),
      ["first ticket", "first page"],
    );
  });

  test(`${engine}: repeats come exactly when they were planned, and one alone after a pause`, async () => {
    await using house = await openHouse(open);
    await house.compare([liveAlert()]);
    const [group] = await house.groups({});
    assert.equal(group?.nextLookAt, (group?.toldAt ?? 0) + 240 * MINUTE);
    await house.pass(239 * MINUTE);
    await house.pass(MINUTE);
    await house.pass(1_000 * MINUTE);
    assert.deepEqual(house.reasons(), ["first", "unchanged", "unchanged"]);
  });

  test(`${engine}: alerts are grouped as their route says; what continues is in several groups`, async () => {
    await using house = await openHouse(open);
    await house.route(
      "routing:\n  default: {escalate: standard, group: [api], wait: 30s}\n  rules:\n    - {if: {client: acme}, escalate: acme, continue: true, wait: 0s}\n    - {if: {urgency: page}, escalate: pages}\n",
    );
    await house.compare([liveAlert({ client: "acme" }), liveAlert({ client: "nova" })]);
    assert.deepEqual(
      house.told.map(({ policy, firing }) => `${policy} ${firing}`),
      ["acme 1"],
    );
    await house.pass(MINUTE);
    assert.deepEqual(
      house.told.map(({ policy, firing }) => `${policy} ${firing}`),
      ["acme 1", "pages 2"],
    );
    const [alert] = await membersOf(house.state.read, house.told[1]?.group ?? "", 10);
    assert.equal((await membershipsOf(house.state.read, alert?.alert ?? "")).length, 1);
  });

  test(`${engine}: changed routes tell the new policy of what fires, and the old one of its end alone`, async () => {
    await using house = await openHouse(open);
    const fired = liveAlert();
    await house.compare([fired]);
    await house.route("routing:\n  default: {escalate: other}\n");
    await house.pass(MINUTE);
    assert.deepEqual(house.policies(), ["everybody first", "other first"]);
    await house.pass(5 * 60 * MINUTE);
    assert.deepEqual(house.policies().slice(2), ["other unchanged"]);
    await house.compare([{ ...fired, endedAt: house.clock.at, end: "resolved" }]);
    await house.pass(10 * MINUTE);
    assert.deepEqual(house.policies().slice(3).toSorted(), ["everybody ended", "other ended"]);
  });

  test(`${engine}: changed times of a route hold for its groups that are open, and nobody is told twice`, async () => {
    await using house = await openHouse(open);
    await house.compare([liveAlert()]);
    await house.route("routing:\n  default: {escalate: everybody, repeat: 1h}\n");
    await house.pass(MINUTE);
    assert.deepEqual(house.policies(), ["everybody first"]);
    await house.pass(60 * MINUTE);
    assert.deepEqual(house.policies(), ["everybody first", "everybody unchanged"]);
  });

  test(`${engine}: an alert that a rule inhibits is told when what inhibits it is over`, async () => {
    await using house = await openHouse(open);
    await house.route(
      "routing:\n  default: {escalate: x}\ninhibit:\n  - {when: {objective: orders/availability}, mutes: {objective: orders/latency}, equal: [api]}\n",
    );
    const source = liveAlert();
    await house.compare([source]);
    await house.compare([liveAlert({ objective: "orders/latency", firedAt: 110_000 })]);
    assert.equal(house.told.length, 1);
    const [muted] = await house.groups({ state: "muted" });
    assert.match(
      muted === undefined ? "" : groupText(muted),
      /Nobody is told of 1 alert: while one with objective = orders\/availability/,
    );
    await house.compare([{ ...source, endedAt: 120_000, end: "resolved" }]);
    assert.deepEqual(
      house.told.map(({ title, reason }) => `${title} ${reason}`),
      ["orders/availability fires for orders first", "orders/latency fires for orders first"],
    );
  });

  test(`${engine}: what the engine mutes is in its group and told when the engine tells it`, async () => {
    await using house = await openHouse(open);
    const muted = liveAlert({ toldAt: null, mutedBy: "orders/availability" });
    await house.compare([muted]);
    assert.deepEqual(house.told, []);
    assert.match(
      (await house.groups({ state: "muted" })).map(groupText).join(),
      /orders\/availability fires, which says/,
    );
    await house.compare([{ ...muted, toldAt: 130_000, mutedBy: null }]);
    assert.deepEqual(house.reasons(), ["first"]);
  });

  test(`${engine}: a silence hides what fires until it ends, and one that is read back is the same`, async () => {
    await using house = await openHouse(open);
    const silence: Silence = {
      id: "sil_1",
      matchers: [matcherOf("api", "=", ["orders"]), matcherOf("objective", "=~", [".*availability"])],
      author: "ana",
      reason: "move",
      createdAt: 1,
      confirmedAt: 1,
      startsAt: 1,
      endsAt: house.clock.at + 10 * MINUTE,
      endedBy: null,
      revision: 1,
    };
    await house.state.transact((tx) => saveSilence(tx, silence));
    assert.deepEqual(await findSilence(house.state.read, "sil_1"), silence);
    await house.compare([liveAlert()]);
    assert.deepEqual(house.told, []);
    await house.pass(9 * MINUTE);
    assert.deepEqual(house.told, []);
    assert.equal((await silencesAt(house.state.read, house.clock.at)).length, 1);
    await house.pass(MINUTE);
    assert.deepEqual(
      house.told.map(({ reason, due }) => [reason, due]),
      [["first", silence.endsAt]],
    );
    assert.deepEqual(await endedSilences(house.state.read, house.clock.at, ALL), [silence]);
  });

  test(`${engine}: alerts that fired before there were groups join theirs at the first beat, once`, async () => {
    await using house = await openHouse(open);
    await house.compare([liveAlert()]);
    await house.forgetGroups();
    house.told.length = 0;
    await adoptAlerts(house.state, house.ports());
    await adoptAlerts(house.state, house.ports());
    await house.pass(1_000);
    assert.deepEqual(house.reasons(), ["first"]);
    assert.equal((await house.groups({})).length, 1);
  });

  test(`${engine}: lists of groups are narrowed by all that is said, and paged without a gap`, async () => {
    await using house = await openHouse(open);
    for (const api of ["a", "b", "c"]) await house.compare([liveAlert({ api, objective: `${api}/x` })]);
    await house.compare([liveAlert({ api: "c", objective: "c/x", urgency: "ticket" })]);
    const ids = (await house.groups({})).map(({ id }) => id);
    assert.equal(ids.length, 4);
    const second = await listGroups(house.state.read, {}, { limit: 2, after: (await house.groups({}))[1] });
    assert.deepEqual(
      second.map(({ id }) => id),
      ids.slice(2),
    );
    assert.equal((await house.groups({ api: "c" })).length, 2);
    assert.equal((await house.groups({ api: "c", urgency: "ticket", state: "firing" })).length, 1);
    assert.equal((await house.groups({ state: "ended" })).length, 0);
  });

  test(`${engine}: a flood of one second is bundled by group, and goes on at the next beat where one transaction would be too long`, async () => {
    await using house = await openHouse(open);
    const many = Array.from({ length: 1_000 }, (_, n) =>
      liveAlert({ objective: `api${n % 300}/x`, api: `api${n % 300}`, client: `c${n}` }),
    );
    await house.compare(many);
    assert.equal(house.told.length, 200);
    await house.pass(1_000);
    assert.equal(house.told.length, 300);
    assert.equal(
      house.told.reduce((sum, { firing }) => sum + firing, 0),
      1_000,
    );
  });
}

async function openHouse(open: Open) {
  const state = await open([
    { module: "jobs", migrations: jobMigrations },
    { module: "alerting", migrations: alertingMigrations },
  ]);
  const clock = { at: 500_000, now: () => clock.at };
  const ids = new Ids(clock, (count) => new Uint8Array(count));
  const told: GroupNotice[] = [];
  const routing = new RoutingMemo();
  const ports = (): GroupPorts => ({
    now: clock.at,
    nextId: (prefix) => ids.next(prefix),
    base: "http://plimsoll.test",
    clients: new ClientNames(),
    tell: (_tx, notice) => {
      told.push(notice);
      return Promise.resolve();
    },
    routing,
  });
  return {
    state,
    clock,
    told,
    ports,
    reasons: () => told.map(({ reason }) => reason),
    policies: () => told.map(({ policy, reason }) => `${policy} ${reason}`),
    groups: (filter: GroupFilter) => listGroups(state.read, filter, ALL),
    /** One comparison, a second after the last. */
    compare: async (alerts: readonly LiveAlert[]) => {
      clock.at += 1_000;
      await state.transact((tx) => reconcile(tx, { alerts, complete: [] }, ports()));
    },
    pass: async (ms: number) => {
      clock.at += ms;
      await lookAtDue(state, ports());
    },
    route: (text: string) =>
      state.transact((tx) => saveRouting(tx, { text }, { now: clock.at, managedBy: null, routing })),
    forgetGroups: () =>
      state.transact(async (tx) => {
        const db = tx.tables<Record<string, object>>();
        for (const table of ["alerting_group_entries", "alerting_group_alerts", "alerting_groups"]) {
          await db.deleteFrom(table).execute();
        }
      }),
    [Symbol.asyncDispose]: async () => {
      await state.close();
    },
  };
}
