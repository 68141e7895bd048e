import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const MANUAL = join(ROOT, "docs", "manual", "openslo.md");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-export-"));
after(() => rmSync(folder, { recursive: true }));

function exported(file: string, text: string): { readonly out: string; readonly err: string } {
  const path = join(folder, file);
  writeFileSync(path, text);
  const args = ["objectives", "export", "--to", "openslo", "--objectives", path];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "src", "main.ts"), ...args], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return { out: stdout, err: stderr };
}

test("the manual's plan is written out as the manual says, and what is written out is written the same again", () => {
  const section = readFileSync(MANUAL, "utf8").split("## Short forms as OpenSLO")[1] ?? "";
  const [plan, documents] = [...section.matchAll(/```yaml\n([^`]*)```/g)].map(([, text]) => text ?? "");
  assert(plan !== undefined && documents !== undefined);
  assert.equal(exported("plimsoll.yaml", plan).out, documents);
  assert.equal(exported("slo.yaml", documents).out, documents);
});

test("maintenance, for which OpenSLO has no word, is told to be left out", () => {
  const maintenance = "[{from: 2026-03-02T01:00, to: 2026-03-02T03:00}]";
  const { err } = exported(
    "maintained.yaml",
    `zone: UTC\napis: {orders: {objectives: {availability: 99.9%}, maintenance: ${maintenance}}}\n`,
  );
  assert.match(err, /orders\/availability is exported without the maintenance of the plan/);
});
