import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runProgram } from "../program.ts";

const roles = { start: () => Promise.resolve(0), gateway: () => Promise.resolve(0), restore: () => Promise.resolve(0) };

test("what is no export does not verify, and what cannot be read is wrong use", async () => {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-verify-"));
  const file = join(directory, "audit.ndjson");
  const codes: number[] = [];
  for (const text of ["", "not an entry\n", "{}\n"]) {
    writeFileSync(file, text);
    codes.push(await runProgram(["audit", "verify", file], roles));
  }
  codes.push(await runProgram(["audit", "verify", join(directory, "none")], roles));
  rmSync(directory, { recursive: true });
  assert.deepEqual(codes, [1, 1, 1, 2]);
});
