import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { State, StateOptions } from "#storage";
import { plansMigrations } from "./migrations.ts";
import { planColumns } from "./model/stored-plan.ts";
import { factColumns, factsOf } from "./model/subscription-facts.ts";
import type { PlanRow, QuotaNoticeRow, SubscriptionRow } from "./model/rows.ts";
import {
  needsApproval,
  planAt,
  SUBSCRIPTION_STATES,
  type SubscriptionFacts,
  subscriptionState,
} from "./model/subscription.ts";
import { planOf } from "./model/plan.testing.ts";
import { allPlans, deletePlanRow, findPlan, putPlan } from "./store/plans.ts";
import { highestNoted, notedThresholds, noteThresholds } from "./store/noted-thresholds.ts";
import { clientIdsOn, liveAmong, subscriptionsAfter } from "./store/subscriptions-after.ts";
import {
  eventsOf,
  findLiveSubscription,
  findSubscription,
  insertEvent,
  insertSubscription,
  lastEvent,
  liveSubscriptions,
  movePlan,
  releaseSubscriptions,
  updateSubscription,
} from "./store/subscriptions.ts";
import { isPlanUsed, takenByPlan } from "./store/taken.ts";

const MODULES = [{ module: "plans", migrations: plansMigrations }];
const NEVER: SubscriptionFacts = {
  plan: "free",
  requestedAt: 5,
  approvedAt: null,
  suspendedAt: null,
  endedAt: null,
  next: null,
  wanted: null,
};

/** What the store of plans promises on each engine. */
export function testPlansStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a plan is saved whole, changed in place, and keeps the instant of its making`, async () => {
    const state = await open(MODULES);
    const gold = planRow("gold", {
      rateLimit: "50/s",
      burst: 100,
      quota: "5M/month",
      price: "490.00 EUR/month",
      apis: ["orders"],
    });
    await state.transact((tx) => putPlan(tx, gold));
    const changed = { ...gold, title: "Gøld \u{1f6a2}", quota: null, revision: 2, retired_at: 7 };
    await state.transact((tx) => putPlan(tx, { ...changed, created_at: 9 }));
    assert.deepEqual(await findPlan(state.read, "gold"), changed);
    assert.deepEqual(await allPlans(state.read), [changed]);
    await state.close();
  });

  test(`${engine}: a client has one live subscription for an API, and a plan in use cannot be deleted`, async () => {
    const state = await open(MODULES);
    await state.transact(async (tx) => {
      await putPlan(tx, planRow("free"));
      await insertSubscription(tx, subscriptionRow("sub_1", NEVER));
    });
    await assert.rejects(
      state.transact((tx) => insertSubscription(tx, subscriptionRow("sub_2", NEVER))),
      /unique/i,
    );
    await assert.rejects(
      state.transact((tx) => deletePlanRow(tx, "free")),
      /foreign key/i,
    );
    await state.transact(async (tx) => {
      await updateSubscription(tx, subscriptionRow("sub_1", { ...NEVER, endedAt: 9 }));
      await insertSubscription(tx, subscriptionRow("sub_2", NEVER));
    });
    assert.equal((await findLiveSubscription(state.read, "cli_1", "orders"))?.id, "sub_2");
    assert.deepEqual(
      (await liveSubscriptions(state.read)).map(({ id }) => id),
      ["sub_2"],
    );
    await state.close();
  });

  test(`${engine}: released are the live subscriptions of one client that a text owns, each with a new revision`, async () => {
    const state = await open(MODULES);
    const given: readonly Partial<SubscriptionRow>[] = [
      { id: "sub_1", managed_by: "main" },
      { id: "sub_2", managed_by: "main", ended_at: 9 },
      { id: "sub_3", managed_by: null, api: "carts" },
      { id: "sub_4", managed_by: "main", client_id: "cli_2" },
    ];
    await state.transact(async (tx) => {
      await putPlan(tx, planRow("free"));
      for (const row of given) await insertSubscription(tx, { ...subscriptionRow("", NEVER), ...row });
      await releaseSubscriptions(tx, "cli_1");
    });
    const after = await Promise.all(given.map(({ id = "" }) => findSubscription(state.read, id)));
    assert.deepEqual(
      after.map((row) => [row?.managed_by, row?.revision]),
      [
        [null, 2],
        ["main", 1],
        [null, 1],
        ["main", 1],
      ],
    );
    await state.close();
  });

  test(`${engine}: the history is kept in order, and a renamed plan has its new name everywhere`, async () => {
    const state = await open(MODULES);
    const event = {
      subscription: "sub_1",
      at: 5,
      by_name: "Ana",
      by_side: "provider",
      what: "approved",
      plan: "free",
      plan_from: 5,
      reason: "",
    };
    await state.transact(async (tx) => {
      await putPlan(tx, planRow("free"));
      await putPlan(tx, planRow("basic"));
      await insertSubscription(
        tx,
        subscriptionRow("sub_1", { ...NEVER, wanted: { plan: "free", at: 5, from: "now" } }),
      );
      for (const seq of [1, 2, 3]) await insertEvent(tx, { ...event, seq });
      assert.equal(await lastEvent(tx, "sub_1"), 3);
      await movePlan(tx, "free", "basic");
      await deletePlanRow(tx, "free");
    });
    assert.deepEqual(
      (await eventsOf(state.read, "sub_1", 2)).map(({ seq, plan }) => [seq, plan]),
      [
        [3, "basic"],
        [2, "basic"],
      ],
    );
    const moved = await findSubscription(state.read, "sub_1");
    assert.deepEqual([moved?.plan, moved?.wanted_plan], ["basic", "basic"]);
    assert.deepEqual([await isPlanUsed(state.read, "basic"), await isPlanUsed(state.read, "free")], [true, false]);
    await state.close();
  });

  test(`${engine}: each list has exactly those whose facts mean what was asked for, newest first, page by page`, async () => {
    const state = await open(MODULES);
    const instant = fc.option(fc.integer({ min: 1, max: 20 }));
    const facts = fc
      .record({
        plan: fc.constantFrom("free", "gold"),
        requestedAt: fc.integer({ min: 1, max: 5 }),
        approvedAt: instant,
        suspendedAt: instant,
        endedAt: instant,
        next: instant,
        wanted: instant,
      })
      .map((made): SubscriptionFacts => ({
        ...made,
        next: made.next === null ? null : { plan: "gold", from: made.next },
        wanted: made.wanted === null ? null : { plan: "gold", at: made.wanted, from: "now" },
      }));
    const given = fc.sample(facts, 60);
    const rows = given.map((each, index) => ({
      ...subscriptionRow(`sub_${index}`, each),
      client_id: `cli_${index % 7}-${index}`,
    }));
    await state.transact(async (tx) => {
      await putPlan(tx, planRow("free"));
      await putPlan(tx, planRow("gold"));
      for (const row of rows) await insertSubscription(tx, row);
    });
    const now = 10;
    const listed = async (filter: object): Promise<string[]> =>
      (await subscriptionsAfter(state.read, { now, ...filter }, { after: undefined, limit: 100 })).map(({ id }) => id);
    const meant = (isMeant: (facts: SubscriptionFacts) => boolean): string[] =>
      rows
        .filter((row) => isMeant(factsOf(row)))
        .toSorted((a, b) =>
          a.requested_at === b.requested_at ? (a.id < b.id ? 1 : -1) : b.requested_at - a.requested_at,
        )
        .map(({ id }) => id);
    for (const name of SUBSCRIPTION_STATES) {
      assert.deepEqual(
        await listed({ state: name }),
        meant((each) => subscriptionState(each) === name),
        name,
      );
    }
    for (const plan of ["free", "gold"]) {
      assert.deepEqual(
        await listed({ plan }),
        meant((each) => planAt(each, now) === plan),
        plan,
      );
    }
    const isLive = (each: SubscriptionFacts): boolean => subscriptionState(each) !== "ended";
    for (const plan of ["free", "gold", undefined]) {
      const ids = await clientIdsOn(state.read, { api: "orders", plan, now }).execute();
      assert.deepEqual(
        ids.map(({ client_id: id }) => `sub_${id.split("-")[1]}`).toSorted(),
        meant((each) => isLive(each) && (plan === undefined || planAt(each, now) === plan)).toSorted(),
      );
    }
    const owners = rows.map(({ client_id: id }) => id);
    assert.deepEqual(
      (await liveAmong(state.read, "orders", owners)).map(({ id }) => id).toSorted(),
      meant(isLive).toSorted(),
    );
    assert.deepEqual(await liveAmong(state.read, "carts", owners), []);
    const isUsed = (each: SubscriptionFacts): boolean => ["active", "suspended"].includes(subscriptionState(each));
    assert.deepEqual(await listed({ inUse: true }), meant(isUsed));
    assert.deepEqual(await listed({ waiting: true }), meant(needsApproval));
    assert.deepEqual(await listed({ clientIds: [] }), []);
    assert.deepEqual(await listed({ clientIds: ["cli_3-3"] }), ["sub_3"]);
    const paged: string[] = [];
    for (let after: { requestedAt: number; id: string } | undefined; ;) {
      const page: SubscriptionRow[] = await subscriptionsAfter(state.read, { now }, { after, limit: 7 });
      const last = page.at(-1);
      if (last === undefined) break;
      paged.push(...page.map(({ id }) => id));
      after = { requestedAt: last.requested_at, id: last.id };
    }
    assert.deepEqual(
      paged,
      meant(() => true),
    );
    const taken = await takenByPlan(state.read, now);
    for (const plan of ["free", "gold"]) {
      for (const name of ["requested", "active", "suspended"] as const) {
        assert.equal(
          taken.get(plan)?.[name] ?? 0,
          meant((each) => planAt(each, now) === plan && subscriptionState(each) === name).length,
          `${plan} ${name}`,
        );
      }
    }
    await state.close();
  });

  test(`${engine}: a threshold is noted once for a subscription and period, and forgotten when that is over and another one is noted`, async () => {
    const state = await open(MODULES);
    await state.transact(async (tx) => {
      await putPlan(tx, planRow("free"));
      await insertSubscription(tx, subscriptionRow("sub_1", NEVER));
      await insertSubscription(tx, { ...subscriptionRow("sub_2", NEVER), client_id: "cli_2" });
    });
    const note = (rows: readonly QuotaNoticeRow[], now: number): Promise<void> =>
      state.transact((tx) => noteThresholds(tx, rows, now));
    await note([], 0);
    await note([noticeRow("sub_1", 0, 50), noticeRow("sub_1", 0, 80), noticeRow("sub_2", 0, 50)], 5);
    await assert.rejects(note([noticeRow("sub_1", 0, 100), noticeRow("sub_1", 0, 80)], 6), /unique/i);
    assert.deepEqual(await notedThresholds(state.read, "sub_1", 0), [50, 80]);
    const second = { subscription: "sub_2", from: 0, threshold: 50 };
    assert.deepEqual(await highestNoted(state.read, 9), [{ ...second, subscription: "sub_1", threshold: 80 }, second]);
    assert.deepEqual(await highestNoted(state.read, 10), []);
    await note([noticeRow("sub_1", 10, 120)], 12);
    assert.deepEqual(await notedThresholds(state.read, "sub_1", 0), []);
    assert.deepEqual(await notedThresholds(state.read, "sub_1", 10), [120]);
    assert.deepEqual(await notedThresholds(state.read, "sub_2", 0), [50]);
    await state.close();
  });
}

function noticeRow(subscription: string, from: number, threshold: number): QuotaNoticeRow {
  return { subscription, period_start: from, period_end: from + 10, threshold, told: 1, at: from + 5 };
}

function planRow(plan: string, texts: object = {}): PlanRow {
  return { ...planColumns(planOf({ plan, ...texts })), created_at: 1, retired_at: null, revision: 1, managed_by: null };
}

function subscriptionRow(id: string, facts: SubscriptionFacts): SubscriptionRow {
  return {
    id,
    client_id: "cli_1",
    api: "orders",
    ...factColumns(facts),
    requested_by: "Dev",
    requested_side: "organisation",
    reason: "",
    revision: 1,
    managed_by: null,
  };
}
