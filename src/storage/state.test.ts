import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openState } from "./open-state.ts";
import { testState } from "./state.testing.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-state-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

testState("SQLite", async (modules) =>
  openState({ at: { file: join(directory, `${made++}.db`) }, modules, clock: { now: () => 1 }, program: "1.0.0" }),
);

test("SQLite: nobody but the owner can read the state", async () => {
  const file = join(directory, "mode.db");
  const state = await openState({ at: { file }, modules: [], clock: { now: () => 1 }, program: "1.0.0" });
  for (const each of [file, `${file}-wal`]) assert.equal(statSync(each).mode & 0o777, 0o600, each);
  await state.close();
});
