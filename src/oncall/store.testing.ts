import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { oncallMigrations } from "./migrations.ts";
import { calendarsOf, deleteCalendar, findCalendarBySecret, storeCalendar } from "./store/calendars.ts";
import { addOverride, findOverride, markOverrideEnded, overridesOf } from "./store/overrides.ts";
import {
  everySchedule,
  findEverSchedule,
  schedulesAfter,
  storeSchedule,
  storeVersion,
  versionsOf,
} from "./store/schedules.ts";
import { findSwap, storeSwap, swapsAfter } from "./store/swaps.ts";

const MODULES = [{ module: "oncall", migrations: oncallMigrations }];
const SCHEDULE = {
  schedule: "primary",
  title: "Primary \u{1f6a2}",
  text: "{}",
  created_at: 1_800_000_000_000,
  removed_at: null,
  revision: 1,
  managed_by: null,
  changes: 1,
  changed_at: 1_800_000_000_000,
};
const OVERRIDE = {
  id: "ovr_1",
  schedule: "primary",
  seq: 1,
  from_at: 10,
  to_at: 20,
  change: "{}",
  reason: "",
  author: "Ana",
  created_at: 1,
  ended_at: null,
  ended_by: null,
  swap: null,
};
const SWAP = {
  id: "swp_1",
  schedule: "primary",
  person: "ana",
  from_at: 10,
  to_at: 20,
  reason: "",
  requested_at: 1,
  taken_at: null,
  taken_by: null,
  return_from: null,
  return_to: null,
  withdrawn_at: null,
};

/** What every engine must do with schedules. */
export function testOnCallStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: schedules are kept by name, and one that was removed is in no list and keeps its texts`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    await state.transact(async (tx) => {
      await storeSchedule(tx, SCHEDULE);
      await storeSchedule(tx, { ...SCHEDULE, schedule: "a-b" });
      await storeSchedule(tx, { ...SCHEDULE, schedule: "a0", removed_at: 5 });
      await storeSchedule(tx, { ...SCHEDULE, title: "Other", revision: 2, managed_by: "main" });
      await storeVersion(tx, { schedule: "primary", from_at: 7, text: "second" });
      await storeVersion(tx, { schedule: "primary", from_at: 3, text: "first" });
      await storeVersion(tx, { schedule: "primary", from_at: 7, text: null });
      await storeVersion(tx, { schedule: "a0", from_at: 1, text: "gone" });
    });
    const after = async (name: string, limit: number) =>
      (await schedulesAfter(read, { after: name, limit })).map(({ schedule }) => schedule);
    assert.deepEqual(
      (await everySchedule(read)).map(({ schedule }) => schedule),
      ["a-b", "primary"],
    );
    assert.deepEqual([await after("", 1), await after("a-b", 9)], [["a-b"], ["primary"]]);
    assert.deepEqual(await findEverSchedule(read, "primary"), {
      ...SCHEDULE,
      title: "Other",
      revision: 2,
      managed_by: "main",
    });
    assert.equal((await findEverSchedule(read, "a0"))?.removed_at, 5);
    assert.equal(await findEverSchedule(read, "prim"), undefined);
    assert.deepEqual(
      (await versionsOf(read, ["primary", "a0"])).map(({ from_at: from, text }) => [from, text]),
      [
        [1, "gone"],
        [3, "first"],
        [7, null],
      ],
    );
    assert.deepEqual(await versionsOf(read, []), []);
    await state.close();
  });

  test(`${engine}: overrides have their order, each place once, and stay when they are ended`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    await state.transact(async (tx) => {
      await storeSchedule(tx, SCHEDULE);
      await addOverride(tx, { ...OVERRIDE, id: "ovr_2", seq: 2 });
      await addOverride(tx, OVERRIDE);
      await markOverrideEnded(tx, "ovr_1", { at: 15, by: "Ben" });
    });
    assert.deepEqual(
      (await overridesOf(read, ["primary", "none"])).map(({ id, ended_at: at }) => [id, at]),
      [
        ["ovr_1", 15],
        ["ovr_2", null],
      ],
    );
    assert.deepEqual(await findOverride(read, "ovr_1"), { ...OVERRIDE, ended_at: 15, ended_by: "Ben" });
    assert.equal(await findOverride(read, "ovr_3"), undefined);
    await assert.rejects(
      state.transact((tx) => addOverride(tx, { ...OVERRIDE, id: "ovr_3", seq: 2 })),
      /unique/i,
    );
    await assert.rejects(
      state.transact((tx) => addOverride(tx, { ...OVERRIDE, id: "ovr_4", schedule: "none" })),
      /foreign key/i,
    );
    await state.close();
  });

  test(`${engine}: swaps are found until their shift is over, and a calendar by its secret alone`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const calendar = { person_id: "per_ana", schedule: "", secret_sha256: "aa", created_at: 1 };
    await state.transact(async (tx) => {
      await storeSchedule(tx, SCHEDULE);
      await storeSwap(tx, SWAP);
      await storeSwap(tx, { ...SWAP, id: "swp_2", to_at: 30 });
      await storeSwap(tx, { ...SWAP, taken_at: 5, taken_by: "ben" });
      await storeCalendar(tx, calendar);
      await storeCalendar(tx, { ...calendar, schedule: "primary", secret_sha256: "bb" });
      await storeCalendar(tx, { ...calendar, secret_sha256: "cc", created_at: 2 });
    });
    const ids = async (endingAfter: number, after = "") =>
      (await swapsAfter(read, "primary", { endingAfter, after, limit: 9 })).map(({ id }) => id);
    assert.deepEqual([await ids(19), await ids(20), await ids(0, "swp_1")], [["swp_1", "swp_2"], ["swp_2"], ["swp_2"]]);
    assert.equal((await findSwap(read, "swp_1"))?.taken_by, "ben");
    assert.equal(await findCalendarBySecret(read, "aa"), undefined);
    assert.equal((await findCalendarBySecret(read, "cc"))?.created_at, 2);
    await state.transact((tx) => deleteCalendar(tx, { personId: "per_ana", schedule: "" }));
    assert.deepEqual(
      (await calendarsOf(read, "per_ana")).map(({ schedule }) => schedule),
      ["primary"],
    );
    await state.close();
  });
}
