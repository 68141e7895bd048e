import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Refusal } from "#kernel";
import { openObjectives } from "./open-objectives.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "examples", "openslo");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-openslo-files-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function faultsOf(path: string): string {
  try {
    openObjectives(path);
  } catch (error) {
    assert(error instanceof Refusal);
    return error.detail;
  }
  return assert.fail("nothing was refused");
}

const slo = (name: string, more = ""): string =>
  `apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: ${name}}\nspec:\n  service: orders\n  indicatorRef: answered\n` +
  `  timeWindow: [{duration: 28d, isRolling: true}]\n  budgetingMethod: Occurrences\n  objectives: [{target: 0.999}]\n${more}`;
const ANSWERED =
  "apiVersion: openslo/v1\nkind: SLI\nmetadata: {name: answered}\nspec: {ratioMetric: {" +
  "good: {metricSource: {type: plimsoll, spec: {status: 2xx}}}, total: {metricSource: {type: plimsoll, spec: {all: []}}}}}\n";

test("a plan names OpenSLO files from its own folder; a star stands for any of them, and they refer to each other", () => {
  mkdirSync(join(folder, "slo"), { recursive: true });
  file("slo/b.yaml", slo("b"));
  file("slo/a.yaml", slo("a"));
  file("slo/.hidden.yaml", "no: OpenSLO");
  file("sli.yaml", ANSWERED);
  const plan = file(
    "plan.yaml",
    "openslo: [./slo/*.yaml, sli.yaml, slo/a.yaml]\napis: {orders: {objectives: {availability: 99.9%}}}\n",
  );
  const { objectives, ignored } = openObjectives(plan);
  assert.deepEqual(
    objectives.map(({ name }) => name),
    ["orders/availability", "orders/a", "orders/b"],
  );
  assert.deepEqual(ignored, []);
});

test("a plan may name nothing but OpenSLO files, also beside itself", () => {
  mkdirSync(join(folder, "alone"), { recursive: true });
  file("alone/all.yaml", `${ANSWERED}---\n${slo("a")}`);
  const plan = file("alone/plimsoll.yaml", "openslo: [./*.yaml]\n");
  assert.deepEqual(
    openObjectives(plan).objectives.map(({ name }) => name),
    ["orders/a"],
  );
});

test("what is wrong with the plan and with its OpenSLO files is told at once, each with its file", () => {
  file("wrong.yaml", slo("a"));
  const plan = file(
    "faulty.yaml",
    "openslo: [wrong.yaml, none.yaml, ./nothing-*.yaml, '*/x.yaml']\napis: {orders: {objectives: {availability: 100%}}}\n",
  );
  const faults = faultsOf(plan);
  assert.match(
    faults,
    /faulty\.yaml, line 1, column 23: .*none\.yaml cannot be read \(ENOENT\)\. Check openslo in the plan/,
  );
  assert.match(faults, /faulty\.yaml, line 1, column 34: \.\/nothing-\*\.yaml fits no file/);
  assert.match(faults, /faulty\.yaml, line 1, column 52: \*\/x\.yaml has a \* before its last \//);
  assert.match(faults, /faulty\.yaml, line 2, column \d+: A target of 100 %/);
  assert.match(faults, /wrong\.yaml, line 6, column 3: spec\.indicatorRef: there is no SLI "answered"/);
});

test("an objective that stands in the plan and in an OpenSLO file is refused, not counted twice", () => {
  file("twice.yaml", `${ANSWERED}---\n${slo("availability")}`);
  const plan = file("twice-plan.yaml", "openslo: [twice.yaml]\napis: {orders: {objectives: {availability: 99.9%}}}\n");
  assert.match(faultsOf(plan), /line 1, column 10: orders\/availability stands in this plan and in an OpenSLO file/);
});

test("an OpenSLO file is taken where a plan is, also as JSON, and so are its faults when it cannot be read at all", () => {
  const both = file("both.yaml", `# two\n---\n${ANSWERED}---\n${slo("a")}`);
  assert.equal(openObjectives(both).objectives.length, 1);
  const broken = file("broken.yaml", `${ANSWERED}  x: [\n`);
  assert.match(faultsOf(broken), /broken\.yaml, line \d+, column \d+: this is not YAML/);
  const json = file(
    "alone.json",
    JSON.stringify({ apiVersion: "openslo/v1", kind: "Service", metadata: { name: "orders" } }),
  );
  assert.match(faultsOf(json), /no document of the kind SLO/);
});

test("the example's two files are a plan's objectives together", () => {
  const plan = file("example.yaml", `openslo: [${JSON.stringify(join("..", "x"))}]\n`);
  assert.match(faultsOf(plan), /cannot be read/);
  const objectives = openObjectives(join(EXAMPLES, "plimsoll.yaml")).objectives;
  assert.deepEqual(
    objectives.map(({ name, indicator, pairs }) => [name, indicator.kind, pairs?.length]),
    [
      ["orders/availability", "availability", 1],
      ["orders/checkout", "latency", undefined],
    ],
  );
});
