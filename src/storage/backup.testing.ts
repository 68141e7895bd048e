import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ModuleMigrations } from "./migration.ts";
import { openState, type StatePlace } from "./open-state.ts";
import { restoreState } from "./restore-state.ts";
import type { State } from "./state.ts";

interface Tables {
  trial_owners: { name: string; at: number };
  trial_things: { n: number; owner: string; body: string | null };
}

const FIRST = {
  name: "0001-things",
  sql: [
    "create table trial_owners (name text primary key, at bigint not null)",
    "create table trial_things (n bigint primary key, owner text not null references trial_owners (name), body text)",
  ],
};
const LATER = { name: "0002-colour", sql: ["alter table trial_things add column colour text"] };
const MODULES: readonly ModuleMigrations[] = [{ module: "trial", migrations: [FIRST] }];
const NEWER: readonly ModuleMigrations[] = [{ module: "trial", migrations: [FIRST, LATER] }];
const COMMON = { clock: { now: () => 1 }, program: "1.0.0" };
const OWNERS = ["zoë", "ana", "bob"];

/** What a backup promises on each engine. `newPlace` gives a place where nothing is yet. */
export function testBackup(engine: string, newPlace: () => Promise<StatePlace>): void {
  test(`${engine}: a backup made while rows are written is the state of one moment, and comes back row by row`, async () => {
    await using trial = await openTrial(newPlace);
    const { state, file } = trial;
    const before = await addThings(state, 0, 2_000);
    const stop = new AbortController();
    const writing = (async () => {
      for (let n = 2_000; !stop.signal.aborted; n += 10) await addThings(state, n, 10);
    })();
    try {
      await state.backup(file);
    } finally {
      stop.abort();
      await writing;
    }
    const restored = await restoredFrom(file, await newPlace());
    const rows = await allRows(restored);
    // Batches of ten: one moment never holds a part of one.
    assert.ok(rows.things.length >= before && rows.things.length % 10 === 0, `${rows.things.length}`);
    const now = await allRows(state);
    assert.deepEqual(rows.things, now.things.slice(0, rows.things.length));
    assert.deepEqual(rows.owners, now.owners);
    await restored.close();
  });

  test(`${engine}: only its owner can read a backup, and one is never written over another`, async () => {
    await using trial = await openTrial(newPlace);
    const { state, file } = trial;
    await state.backup(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await assert.rejects(state.backup(file), { code: "backup.exists" });
    await assert.rejects(state.backup(join(file, "no", "such", "folder")), { code: "backup.unwritable" });
  });

  test(`${engine}: a backup of an older schema is brought up to date, one of a newer is refused`, async () => {
    await using trial = await openTrial(newPlace);
    const { state, file } = trial;
    await addThings(state, 0, 10);
    await state.backup(file);
    const restored = await restoredFrom(file, await newPlace(), NEWER);
    const things = (await allRows(restored)).things as { colour?: unknown }[];
    assert.deepEqual(new Set(things.map(({ colour }) => colour)), new Set([null]));
    const newer = `${file}-newer`;
    await restored.backup(newer);
    await restored.close();
    const place = await newPlace();
    await assert.rejects(restoreState(newer, { at: place, modules: MODULES, ...COMMON }), { code: "state.newer" });
  });

  test(`${engine}: nothing is restored over something, nor from a backup that is cut or no backup at all`, async () => {
    await using trial = await openTrial(newPlace);
    const { state, place, file } = trial;
    await addThings(state, 0, 500);
    await state.backup(file);
    await assert.rejects(restoreState(file, { at: place, modules: MODULES, ...COMMON }), { code: "restore.not-empty" });
    const missing = restoreState(`${file}-missing`, { at: await newPlace(), modules: MODULES, ...COMMON });
    await assert.rejects(missing, { code: "restore.damaged", message: /ENOENT/ });
    const bytes = readFileSync(file);
    const broken = [
      bytes.subarray(0, bytes.length * 0.6),
      bytes.subarray(0, 90),
      Buffer.from("hello\n"),
      Buffer.alloc(0),
    ];
    for (const content of broken) {
      writeFileSync(`${file}-broken`, content);
      const to = await newPlace();
      const restoring = restoreState(`${file}-broken`, { at: to, modules: MODULES, ...COMMON });
      await assert.rejects(restoring, { code: "restore.damaged" });
      if ("file" in to) assert.ok(!existsSync(to.file) && !existsSync(`${to.file}.part`));
      await (await restoredFrom(file, to)).close();
    }
  });
}

async function openTrial(newPlace: () => Promise<StatePlace>) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-backup-"));
  const place = await newPlace();
  const state = await openState({ at: place, modules: MODULES, ...COMMON });
  await state.transact((tx) =>
    tx
      .tables<Tables>()
      .insertInto("trial_owners")
      .values(OWNERS.map((name) => ({ name, at: 253_402_300_799_999 })))
      .execute(),
  );
  return {
    state,
    place,
    file: join(directory, "backup"),
    [Symbol.asyncDispose]: async () => {
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Adds rows in one transaction and gives how many there are. */
async function addThings(state: State, from: number, count: number): Promise<number> {
  const rows = Array.from({ length: count }, (_, index) => ({
    n: from + index,
    owner: OWNERS[index % OWNERS.length] ?? "",
    body: index % 7 === 0 ? null : `line\n"quoted" \u{1f6a2} ${"x".repeat(index % 300)}`,
  }));
  await state.transact(async (tx) => {
    for (let at = 0; at < rows.length; at += 500) {
      await tx
        .tables<Tables>()
        .insertInto("trial_things")
        .values(rows.slice(at, at + 500))
        .execute();
    }
  });
  return from + count;
}

async function restoredFrom(file: string, at: StatePlace, modules = MODULES): Promise<State> {
  await restoreState(file, { at, modules, ...COMMON });
  return openState({ at, modules, ...COMMON });
}

async function allRows(state: State) {
  const db = state.read.tables<Tables>();
  return {
    owners: await db.selectFrom("trial_owners").selectAll().orderBy("name").execute(),
    things: await db.selectFrom("trial_things").selectAll().orderBy("n").execute(),
  };
}
