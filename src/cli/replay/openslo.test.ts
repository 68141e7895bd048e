import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { printOpenSlo, readObjectives } from "#objectives";
import type { ReplayReport } from "./report.ts";
import { study } from "./study.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "..", "examples");
const SAMPLE = join(EXAMPLES, "sample", "access.log.gz");
const NOW = Date.UTC(2026, 10, 1);
const folder = mkdtempSync(join(tmpdir(), "plimsoll-replay-openslo-"));
after(() => rmSync(folder, { recursive: true }));

async function replayed(objectives: string): Promise<ReplayReport> {
  const { report } = await study(
    {
      files: [SAMPLE],
      format: "auto",
      json: true,
      api: undefined,
      client: undefined,
      openapi: undefined,
      objectives,
      html: undefined,
      write: undefined,
      failOn: undefined,
    },
    NOW,
  );
  return report;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("a log replayed by an OpenSLO file gives the objectives, alerts and pages of the equal short form", async () => {
  const plan = "apis: {web: {perClient: true, objectives: {availability: 99.9%, latency: 99% within 300ms}}}\n";
  const openSlo = printOpenSlo(readObjectives(plan, "plan.yaml").objectives);
  const short = await replayed(file("plan.yaml", plan));
  const long = await replayed(file("slo.yaml", openSlo));
  assert(short.objectives.length > 2 && short.objectives.some(({ bad }) => bad > 0));
  assert.deepEqual(long.objectives, short.objectives);
  assert.deepEqual([long.alerts, long.pages], [short.alerts, short.pages]);
});

test("the example's OpenSLO documents judge the sample log: 3 failures of all that counted", async () => {
  const { objectives } = await replayed(join(EXAMPLES, "openslo", "plimsoll.yaml"));
  const [availability] = objectives;
  assert.deepEqual(
    [availability?.name, availability?.valid, availability?.bad, availability?.targetPpm],
    ["orders/availability", 10_000, 3, 999_000],
  );
});
