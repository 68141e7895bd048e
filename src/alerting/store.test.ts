import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { openState } from "#storage";
import { testAlertingGroups } from "./groups.testing.ts";
import { testSignalsStore } from "./signals.testing.ts";
import { testAlertingStore } from "./store.testing.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-alerting-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

const open: Parameters<typeof testAlertingStore>[1] = async (modules) =>
  openState({ at: { file: join(directory, `${made++}.db`) }, modules, clock: { now: () => 1 }, program: "1.0.0" });

testAlertingStore("SQLite", open);
testAlertingGroups("SQLite", open);
testSignalsStore("SQLite", open);
