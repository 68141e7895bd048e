import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { testBackup } from "./backup.testing.ts";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-restore-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

testBackup("SQLite", () => Promise.resolve({ file: join(directory, `${made++}.db`) }));
