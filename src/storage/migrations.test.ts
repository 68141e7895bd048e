import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { Migration } from "./migration.ts";
import { openState } from "./open-state.ts";
import { WriteQueue } from "./write-queue.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-migrations-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

const A: Migration = { name: "0001-a", sql: ["create table trial_a (n bigint not null)"] };
const B: Migration = {
  name: "0002-b",
  sql: ["alter table trial_a add column m bigint", "insert into trial_a values (1, 2)"],
};
const newFile = () => join(directory, `${made++}.db`);

async function open(file: string, migrations: readonly Migration[]) {
  const state = await openState({
    at: { file },
    modules: [{ module: "trial", migrations }],
    clock: { now: () => 1 },
    program: "1.0.0",
  });
  const rows = await state.read
    .tables<{ trial_a: { n: number; m: number } }>()
    .selectFrom("trial_a")
    .selectAll()
    .execute();
  await state.close();
  return rows;
}

test("each step is taken once, in order, whichever program comes first", async () => {
  const file = newFile();
  assert.deepEqual(await open(file, [A]), []);
  for (let start = 0; start < 3; start++) assert.deepEqual(await open(file, [A, B]), [{ n: 1, m: 2 }]);
});

test("a state of a newer program, an edited step and a step in between are refused with what to do", async () => {
  const file = newFile();
  await open(file, [A, B]);
  await assert.rejects(open(file, [A]), {
    kind: "unavailable",
    code: "state.newer",
    message: /0002-b.*restore a backup/,
  });
  const edited = { ...A, sql: ["create table trial_a (n bigint)"] };
  await assert.rejects(open(file, [edited, B]), { code: "state.migration-edited" });
  const between = { name: "0001-z", sql: ["select 1"] };
  await assert.rejects(open(file, [A, between, B]), { code: "state.migration-order" });
  const reflowed = { ...A, sql: ["create table trial_a\n     (n bigint not null)"] };
  assert.deepEqual(await open(file, [reflowed, B]), [{ n: 1, m: 2 }]);
});

test("a step that fails leaves the state as it was, steps before it included", async () => {
  const file = newFile();
  await open(file, [A]);
  const broken = { name: "0003-broken", sql: ["insert into trial_a values (9, 9)", "nonsense"] };
  await assert.rejects(open(file, [A, B, broken]), /syntax error/);
  assert.deepEqual(await open(file, [A]), []);
});

test("a file that is no state is refused, not written over", async () => {
  const file = newFile();
  writeFileSync(file, "these are not the rows that you are looking for".repeat(100));
  await assert.rejects(open(file, [A]), { kind: "unavailable", code: "state.broken" });
  await assert.rejects(open(join(directory, "no", "folder.db"), [A]), { kind: "unavailable", code: "state.unopened" });
});

test("a PostgreSQL that is not there is refused as unavailable", async () => {
  const at = { url: `postgresql:///none?host=${directory}` };
  const opening = openState({ at, modules: [], clock: { now: () => 1 }, program: "1.0.0" });
  await assert.rejects(opening, { kind: "unavailable", code: "state.away" });
});

test("while many changes wait, everything else has its turn; more than a thousand are refused", async () => {
  const queue = new WriteQueue();
  let turns = 0;
  const waiting = new AbortController();
  const others = (async () => {
    for (; !waiting.signal.aborted; turns++) await turn();
  })();
  const runs = Array.from({ length: 1_001 }, () => queue.run(() => Promise.resolve()));
  await assert.rejects(runs.pop() ?? Promise.resolve(), { kind: "unavailable", code: "state.busy" });
  await Promise.all(runs);
  waiting.abort();
  await others;
  assert.ok(turns > 500, `${turns}`);
});
