import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const TABLE = "docs/manual/what-others-get-wrong.md";
const ROW = /^\| (?<situation>[^|]+?) +\| [^|]+ \| `(?<file>[^`]+)`: "(?<title>[^"]+)" +\|$/;

test("each row of the table of what others get wrong names a test that exists", () => {
  const rows = readFileSync(root(TABLE), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| situation") && !line.startsWith("| --"));
  assert.ok(rows.length >= 25);
  for (const line of rows) {
    const { file = "", title = "" } = ROW.exec(line)?.groups ?? {};
    assert.notEqual(file, "", `not a row with a test: ${line}`);
    assert.ok(existsSync(root(file)), `${file} does not exist`);
    assert.ok(readFileSync(root(file), "utf8").includes(`test("${title}"`), `${file} has no test "${title}"`);
  }
});
