import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { apisMigrations } from "./migrations.ts";
import {
  allObjectivesFiles,
  apisAfter,
  countApis,
  deleteApi,
  findApi,
  objectivesFileOf,
  saveApi,
  saveObjectivesFile,
} from "./store.ts";

const MODULES = [{ module: "apis", migrations: apisMigrations }];
const ORDERS = {
  api: "orders",
  title: "Orders",
  at: null,
  created_at: 1_800_000_000_000,
  revision: 1,
  managed_by: null,
};

/** What the store of APIs promises on each engine. */
export function testApisStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: an API is saved whole, changed in place, and keeps the instant of its making`, async () => {
    const state = await open(MODULES);
    await state.transact((tx) => saveApi(tx, ORDERS));
    const changed = { ...ORDERS, title: "Ørders \u{1f6a2}", at: "https://h/", revision: 2 };
    await state.transact((tx) => saveApi(tx, { ...changed, created_at: 9 }));
    assert.deepEqual(await findApi(state.read, "orders"), changed);
    assert.equal(await countApis(state.read), 1);
    await state.close();
  });

  test(`${engine}: names are compared byte by byte, so that pages are the same everywhere`, async () => {
    const state = await open(MODULES);
    const names = ["a", "a-b", "a0", "aa", "ab", "b", "-"];
    await state.transact(async (tx) => {
      for (const api of names) await saveApi(tx, { ...ORDERS, api });
    });
    const listed = (await apisAfter(state.read, "", 100)).map(({ api }) => api);
    assert.deepEqual(listed, names.toSorted());
    assert.deepEqual(
      (await apisAfter(state.read, "a-b", 2)).map(({ api }) => api),
      ["a0", "aa"],
    );
    await state.close();
  });

  test(`${engine}: an objectives file goes with its API, and none is kept for an API that is not there`, async () => {
    const state = await open(MODULES);
    const file = { api: "orders", text: "a: 1\n", revision: 1 };
    await assert.rejects(
      state.transact((tx) => saveObjectivesFile(tx, file)),
      /foreign key/i,
    );
    await state.transact(async (tx) => {
      await saveApi(tx, ORDERS);
      await saveObjectivesFile(tx, file);
    });
    assert.deepEqual(await allObjectivesFiles(state.read), [file]);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual(await objectivesFileOf(state.read, "orders"), { api: "orders", text: "", revision: 0 });
    await state.close();
  });
}
