import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { escalationMigrations } from "./migrations.ts";
import type { EntryRow, PageRow } from "./model/rows.ts";
import { entriesOf, insertEntries, insertTold, toldIn, toldOf } from "./store/entries.ts";
import {
  duePages,
  findPage,
  forgetPages,
  insertPage,
  openPageOf,
  owedPagesOf,
  pagesBefore,
  pagesBegunIn,
  strandedPages,
  updatePage,
} from "./store/pages.ts";
import { deletePolicy, everyPolicy, findPolicy, policiesAfter, storePolicy } from "./store/policies.ts";

const MODULES = [{ module: "escalation", migrations: escalationMigrations }];
const PAGE: PageRow = {
  id: "page_1",
  group_id: "grp_1",
  policy: "standard",
  urgency: "page",
  notice: '{"title":"Orders \u{1f6a2}"}',
  state: "{}",
  since_at: 1_800_000_000_000,
  begun_at: 1_800_000_000_001,
  due_at: 1_800_000_000_000,
  told_at: null,
  reacted_at: null,
  reacted_by: null,
  over_at: null,
  end_told_at: null,
  next_at: 1_800_000_000_002,
  awaits: 1,
  seq: 1,
  revision: 1,
};
const ENTRY: EntryRow = {
  page_id: "page_1",
  seq: 1,
  at: 5,
  what: "told",
  who: null,
  why: "ana \u{1f6a2}",
  inputs: "{}",
  told: "[]",
  next_at: 6,
  next_what: "step",
};
const POLICY = { policy: "standard", entry: "{}", zone: "UTC", created_at: 1, revision: 1, managed_by: null };

/** What the store of escalation promises on each engine. */
export function testEscalationStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: a policy is saved whole, changed in place, listed by name, deleted`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const changed = { ...POLICY, entry: '{"rounds":2}', revision: 2, managed_by: "main" };
    await state.transact(async (tx) => {
      await storePolicy(tx, POLICY);
      await storePolicy(tx, { ...changed, created_at: 9 });
      await storePolicy(tx, { ...POLICY, policy: "a-b" });
    });
    assert.deepEqual(await findPolicy(read, "standard"), changed);
    assert.deepEqual(
      (await policiesAfter(read, "a-b", 9)).map(({ policy }) => policy),
      ["standard"],
    );
    await state.transact((tx) => deletePolicy(tx, "standard"));
    assert.deepEqual(
      (await everyPolicy(read)).map(({ policy }) => policy),
      ["a-b"],
    );
    await state.close();
  });

  test(`${engine}: a group has one open page; what is due, stranded or owed is found, and nothing else`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const closed = { ...PAGE, id: "page_0", begun_at: 1, over_at: 2, next_at: null };
    const ticket = { ...PAGE, id: "page_2", group_id: "grp_2", awaits: 0, next_at: null };
    const lost = { ...PAGE, id: "page_3", group_id: "grp_3", next_at: null };
    await state.transact(async (tx) => {
      for (const page of [closed, PAGE, ticket, lost]) await insertPage(tx, page);
    });
    await assert.rejects(state.transact((tx) => insertPage(tx, { ...PAGE, id: "page_9" })));
    assert.deepEqual(await findPage(read, "page_1"), PAGE);
    assert.equal((await openPageOf(read, "grp_1"))?.id, "page_1");
    assert.equal(await openPageOf(read, "grp_9"), undefined);
    const ids = (rows: readonly PageRow[]): string[] => rows.map(({ id }) => id);
    assert.deepEqual(ids(await owedPagesOf(read, "grp_1")), ["page_0", "page_1"]);
    const due = PAGE.next_at ?? 0;
    assert.deepEqual(await duePages(read, due - 1, 9), []);
    assert.deepEqual(await duePages(read, due, 9), ["page_1"]);
    assert.deepEqual(ids(await strandedPages(read, due, 9)), ["page_3"]);
    assert.deepEqual(ids(await strandedPages(read, due + 1, 9)), ["page_3", "page_1"]);
    await state.transact(async (tx) => {
      await updatePage(tx, { ...closed, end_told_at: 3 });
      assert.equal(await forgetPages(tx, 2), 0);
      assert.equal(await forgetPages(tx, 3), 1);
    });
    assert.deepEqual(ids(await owedPagesOf(read, "grp_1")), ["page_1"]);
    await state.close();
  });

  test(`${engine}: pages are listed the newest first, by group, state and person, and by the time in which they began`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    await state.transact(async (tx) => {
      await insertPage(tx, { ...PAGE, begun_at: 10 });
      await insertPage(tx, { ...PAGE, id: "page_2", group_id: "grp_2", begun_at: 10, over_at: 11 });
      await insertPage(tx, { ...PAGE, id: "page_3", group_id: "grp_3", begun_at: 20, reacted_by: "ben" });
      await insertTold(tx, [{ page_id: "page_2", seq: 1, kind: "person", name: "ana", event: "page", at: 10 }]);
    });
    const ids = async (filter: Parameters<typeof pagesBefore>[1], before?: { at: number; id: string }) =>
      (await pagesBefore(read, filter, { limit: 9, before })).map(({ id }) => id);
    assert.deepEqual(await ids({}), ["page_3", "page_2", "page_1"]);
    assert.deepEqual(await ids({}, { at: 10, id: "page_2" }), ["page_1"]);
    assert.deepEqual(await ids({ state: "open" }), ["page_3", "page_1"]);
    assert.deepEqual(await ids({ state: "ended" }), ["page_2"]);
    assert.deepEqual(await ids({ group: "grp_1" }), ["page_1"]);
    assert.deepEqual(await ids({ person: "ana" }), ["page_2"]);
    assert.deepEqual(await ids({ person: "ben" }), ["page_3"]);
    const begun = await pagesBegunIn(read, { from: 10, to: 20 }, 9);
    assert.deepEqual(begun.map(({ id }) => id).toSorted(), ["page_1", "page_2"]);
    await state.close();
  });

  test(`${engine}: entries and whom they told are kept whole and go with their page`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const told = { page_id: "page_1", seq: 1, kind: "person", name: "ana", event: "page", at: 5 };
    await state.transact(async (tx) => {
      await insertPage(tx, PAGE);
      await insertEntries(tx, []);
      await insertEntries(tx, [ENTRY, { ...ENTRY, seq: 2, who: "ana", next_at: null, next_what: null }]);
      await insertTold(tx, [told, { ...told, kind: "channel", name: "chat" }]);
      await insertTold(tx, [{ ...told, seq: 2, event: "update", at: 7 }]);
    });
    assert.deepEqual(
      (await entriesOf(read, "page_1", 9)).map(({ seq }) => seq),
      [1, 2],
    );
    assert.deepEqual(await entriesOf(read, "page_1", 1), [
      { ...ENTRY, seq: 2, who: "ana", next_at: null, next_what: null },
    ]);
    assert.deepEqual(await toldOf(read, "page_1"), [
      { kind: "person", name: "ana" },
      { kind: "channel", name: "chat" },
    ]);
    assert.deepEqual(await toldIn(read, { from: 5, to: 8 }, 9), [told]);
    assert.deepEqual(await toldIn(read, { from: 6, to: 8 }, 9), []);
    await state.transact(async (tx) => {
      await updatePage(tx, { ...PAGE, over_at: 1, end_told_at: 1 });
      await forgetPages(tx, 2);
    });
    assert.deepEqual(await entriesOf(read, "page_1", 9), []);
    await state.close();
  });
}
