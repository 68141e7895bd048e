import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { openState } from "#storage";
import { testNotificationStore } from "./store.testing.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-notification-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

testNotificationStore("SQLite", async (modules) =>
  openState({ at: { file: join(directory, `${made++}.db`) }, modules, clock: { now: () => 1 }, program: "1.0.0" }),
);
