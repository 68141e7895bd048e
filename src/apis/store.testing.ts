import assert from "node:assert/strict";
import { test } from "node:test";
import type { State, StateOptions } from "#storage";
import { apisMigrations } from "./migrations.ts";
import {
  allApis,
  allObjectivesFiles,
  apisAfter,
  deleteApi,
  findApi,
  objectivesFileOf,
  storeApi,
  saveObjectivesFile,
} from "./store/apis.ts";
import { allEnvironments, environmentsOf, storeEnvironment } from "./store/environments.ts";
import { findLoss, forgetLosses, lossesOf, storeLoss } from "./store/losses.ts";
import {
  allMaintenance,
  countMaintenance,
  deleteMaintenance,
  findMaintenance,
  maintenanceAfter,
  storeMaintenance,
} from "./store/maintenance.ts";
import {
  countReleases,
  deleteRelease,
  findRelease,
  forgetReleases,
  insertRelease,
  releasesAfter,
} from "./store/releases.ts";
import {
  addLifeFact,
  allDocumentMarks,
  allLifeFacts,
  allVersions,
  deleteVersion,
  documentHeadsOf,
  documentSummaries,
  findDocument,
  lifeFactsOf,
  storeDocument,
  storeVersion,
  versionsOf,
} from "./store/versions.ts";

const MODULES = [{ module: "apis", migrations: apisMigrations }];
const ORDERS = {
  api: "orders",
  title: "Orders",
  at: null,
  created_at: 1_800_000_000_000,
  revision: 1,
  managed_by: null,
  owner: null,
  description: "",
  records: null,
  upstream: null,
  logs: null,
  client_rule: null,
  first_source: null,
};

/** What the store of APIs promises on each engine. */
export function testApisStore(engine: string, open: (modules: StateOptions["modules"]) => Promise<State>): void {
  test(`${engine}: an API is saved whole, changed in place, and keeps the instant of its making`, async () => {
    const state = await open(MODULES);
    await state.transact((tx) => storeApi(tx, ORDERS));
    const reached = { records: "gateway", upstream: "{}", logs: "[]", client_rule: "{}" } as const;
    const changed = { ...ORDERS, ...reached, title: "Ørders \u{1f6a2}", at: "https://h/", revision: 2 };
    await state.transact((tx) => storeApi(tx, { ...changed, created_at: 9 }));
    assert.deepEqual(await findApi(state.read, "orders"), changed);
    assert.deepEqual(await allApis(state.read), [changed]);
    await state.close();
  });

  test(`${engine}: names are compared byte by byte, so that pages are the same everywhere`, async () => {
    const state = await open(MODULES);
    const names = ["a", "a-b", "a0", "aa", "ab", "b", "-"];
    await state.transact(async (tx) => {
      for (const api of names) await storeApi(tx, { ...ORDERS, api });
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
      await storeApi(tx, ORDERS);
      await saveObjectivesFile(tx, file);
    });
    assert.deepEqual(await allObjectivesFiles(state.read), [file]);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual(await objectivesFileOf(state.read, "orders"), { api: "orders", text: "", revision: 0 });
    await state.close();
  });

  test(`${engine}: versions, their facts and documents, and environments go with their API`, async () => {
    const state = await open(MODULES);
    const version = { api: "orders", version: "v1", title: "v1", created_at: 5, revision: 1, managed_by: null };
    const fact = {
      api: "orders",
      version: "v1",
      seq: 1,
      state: "live" as const,
      at: 6,
      made_by: "ana",
      sunset_at: null,
      successor: null,
    };
    const document = {
      api: "orders",
      version: "v1",
      text: "openapi: 3.1.0\u{1f6a2}",
      summary: "{}",
      sha256: "ab",
      put_at: 7,
      put_by: "ana",
      revision: 1,
    };
    const { text, summary, sha256, ...head } = document;
    const environment = {
      api: "orders",
      environment: "production",
      address: null,
      version: "v1",
      revision: 1,
      managed_by: "main",
    };
    await assert.rejects(
      state.transact((tx) => storeVersion(tx, version)),
      /foreign key/i,
    );
    await state.transact(async (tx) => {
      await storeApi(tx, ORDERS);
      await storeVersion(tx, version);
      await storeVersion(tx, { ...version, version: "v0", created_at: 9 });
      await storeVersion(tx, { ...version, title: "First", created_at: 1, revision: 2 });
      await addLifeFact(tx, fact);
      await storeDocument(tx, { ...document, text: "" });
      await storeDocument(tx, document);
      await storeEnvironment(tx, environment);
    });
    const { read } = state;
    assert.deepEqual(
      (await versionsOf(read, "orders")).map(({ version: name, title }) => [name, title]),
      [
        ["v1", "First"],
        ["v0", "v1"],
      ],
    );
    assert.deepEqual(await lifeFactsOf(read, "orders"), [fact]);
    assert.deepEqual(await documentHeadsOf(read, "orders"), [head]);
    assert.equal((await findDocument(read, "orders", "v1"))?.text, text);
    assert.deepEqual(await documentSummaries(read, "orders"), [{ version: "v1", summary }]);
    assert.deepEqual(await environmentsOf(read, "orders"), [environment]);
    assert.deepEqual(await allEnvironments(read), [environment]);
    assert.deepEqual(
      (await allVersions(read)).map(({ version: name }) => name),
      ["v1", "v0"],
    );
    assert.deepEqual(await allLifeFacts(read), [fact]);
    assert.deepEqual(await allDocumentMarks(read), [{ api: "orders", version: "v1", sha256 }]);
    await state.transact((tx) => deleteVersion(tx, "orders", "v1"));
    assert.deepEqual([await lifeFactsOf(read, "orders"), await documentHeadsOf(read, "orders")], [[], []]);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual([await versionsOf(read, "orders"), await environmentsOf(read, "orders")], [[], []]);
    await state.close();
  });

  test(`${engine}: windows of maintenance come the latest first, page by page, and end with their API`, async () => {
    const state = await open(MODULES);
    const window = {
      api: "orders",
      ends_at: 100,
      title: "Move",
      note: "",
      announced_at: 1,
      announced_by: "ana",
      revision: 1,
    };
    const made = [10, 30, 30, 20].map((starts_at, index) => ({ ...window, id: `mnt_${index}`, starts_at }));
    await state.transact(async (tx) => {
      await storeApi(tx, ORDERS);
      for (const one of made) await storeMaintenance(tx, one);
      await storeMaintenance(tx, { ...window, id: "mnt_0", starts_at: 10, ends_at: 11, revision: 2 });
    });
    const { read } = state;
    const first = await maintenanceAfter(read, "orders", { after: undefined, limit: 3 });
    assert.deepEqual(
      first.map(({ id }) => id),
      ["mnt_2", "mnt_1", "mnt_3"],
    );
    const after = { startsAt: 30, id: "mnt_1" };
    const rest = await maintenanceAfter(read, "orders", { after, limit: 9 });
    assert.deepEqual(
      rest.map(({ id }) => id),
      ["mnt_3", "mnt_0"],
    );
    assert.deepEqual(
      (await allMaintenance(read)).map(({ id }) => id),
      ["mnt_0", "mnt_3", "mnt_1", "mnt_2"],
    );
    await state.transact((tx) => deleteMaintenance(tx, "mnt_3"));
    assert.equal(await countMaintenance(read, "orders"), 3);
    assert.equal((await findMaintenance(read, "orders", "mnt_0"))?.revision, 2);
    assert.equal(await findMaintenance(read, "other", "mnt_0"), undefined);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual(await allMaintenance(read, "orders"), []);
    await state.close();
  });

  test(`${engine}: losses of gateways come the latest first, grow in place, are forgotten by age, and end with their API`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const loss = { api: "orders", gateway: null, starts_at: 5, requests: 3, told_at: 9 };
    await state.transact(async (tx) => {
      await storeApi(tx, ORDERS);
      for (const ends_at of [10, 30, 20]) await storeLoss(tx, { ...loss, id: `l${ends_at}`, ends_at });
      await storeLoss(tx, { ...loss, id: "l20", ends_at: 40, requests: 7, gateway: "edge" });
    });
    const ids = async (limit: number, api?: string): Promise<string[]> =>
      (await lossesOf(read, { api, limit })).map(({ id }) => id);
    assert.deepEqual(await ids(2, "orders"), ["l20", "l30"]);
    assert.deepEqual(await ids(9), ["l20", "l30", "l10"]);
    assert.deepEqual(await ids(9, "other"), []);
    assert.equal((await findLoss(read, "l20"))?.requests, 7);
    await state.transact((tx) => forgetLosses(tx, 30));
    assert.deepEqual(await ids(9), ["l20", "l30"]);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual(await ids(9), []);
    await state.close();
  });

  test(`${engine}: releases come the latest first, of a range and an environment, page by page, and end with their API`, async () => {
    const state = await open(MODULES);
    const { read } = state;
    const release = {
      api: "orders",
      release: "1",
      title: "",
      link: null,
      said_by: "ci",
      said_at: 1,
      environment: "production",
    };
    const made = [10, 30, 30, 20].map((at, index) => ({ ...release, id: `rel_${index}`, at }));
    await state.transact(async (tx) => {
      await storeApi(tx, ORDERS);
      for (const one of made) await insertRelease(tx, one);
      await insertRelease(tx, { ...release, id: "rel_s", at: 25, environment: "sandbox" });
    });
    const whole = { from: undefined, to: undefined, environment: undefined, after: undefined, limit: 9 };
    const ids = async (asked: Partial<Parameters<typeof releasesAfter>[2]>) =>
      (await releasesAfter(read, "orders", { ...whole, ...asked })).map(({ id }) => id);
    assert.deepEqual(await ids({}), ["rel_2", "rel_1", "rel_s", "rel_3", "rel_0"]);
    assert.deepEqual(await ids({ from: 20, to: 30 }), ["rel_s", "rel_3"]);
    assert.deepEqual(await ids({ environment: "production", after: { at: 30, id: "rel_2" }, limit: 2 }), [
      "rel_1",
      "rel_3",
    ]);
    await state.transact(async (tx) => {
      await forgetReleases(tx, "orders", 20);
      await deleteRelease(tx, "rel_s");
    });
    assert.deepEqual([await countReleases(read, "orders"), await findRelease(read, "other", "rel_1")], [3, undefined]);
    assert.deepEqual(await findRelease(read, "orders", "rel_1"), made[1]);
    await state.transact((tx) => deleteApi(tx, "orders"));
    assert.deepEqual(await ids({}), []);
    await state.close();
  });
}
