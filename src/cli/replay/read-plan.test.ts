import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DAY_MS, Refusal } from "#kernel";
import { readPlan } from "./read-plan.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-plan-"));
after(() => rmSync(folder, { recursive: true }));

function plan(text: string): ReturnType<typeof readPlan> {
  const file = join(folder, "plimsoll.yaml");
  writeFileSync(file, text);
  return readPlan(file);
}

function faultsOf(text: string): string {
  try {
    plan(text);
  } catch (error) {
    assert(error instanceof Refusal);
    return error.detail.replaceAll(`${folder}/`, "");
  }
  return "";
}

test("the ten lines of a working plan are read", () => {
  const { objectives, clientBy, ignored } = plan(`
apis:
  orders:
    at: https://api.example.com/v1
    logs: [/var/log/nginx/access.log]
    client: {header: x-api-key}
    window: 28 days
    objectives:
      availability: 99.9%
      latency: 99% within 300ms
      checkout: {availability: 99.95%, operation: POST /orders}
    perClient: true
people:
  ana: {mail: ana@example.com, page: [mail, push]}
`);
  const shared = { api: "orders", window: { kind: "rolling", lengthMs: 28 * DAY_MS }, perClient: true };
  assert.deepEqual(objectives, [
    { name: "orders/availability", indicator: { kind: "availability" }, targetPpm: 999_000, ...shared },
    { name: "orders/latency", indicator: { kind: "latency", thresholdUs: 300_000 }, targetPpm: 990_000, ...shared },
    {
      name: "orders/checkout/availability",
      indicator: { kind: "availability" },
      targetPpm: 999_500,
      ...shared,
      operation: "POST /orders",
    },
  ]);
  assert.deepEqual([...clientBy], [["orders", "header:x-api-key"]]);
  assert.deepEqual(ignored, ["people"]);
});

test("all faults of a plan are told at once, each with its place and the remedy", () => {
  const faults = faultsOf(`apis:
  orders:
    windows: 30 days
    window: 1M
    perClient: yes
    objectives:
      availability: 100%
      latency: fast
      uptime: 99%
`).split("\n");
  const expected = [
    /^plimsoll\.yaml, line 3, column 5: "windows" is not known here; did you mean "window"\?/,
    /line 4, column 13: "1M" is not a duration such as/,
    /line 5, column 16: "yes" is neither true nor false/,
    /line 7, column 21: A target of 100 % leaves no error budget/,
    /line 8, column 16: "fast" is not a latency objective such as "99% within 300ms"/,
    /line 9, column 15: "uptime" is not an objective: use availability or latency/,
  ];
  assert.equal(faults.length, expected.length, faults.join("\n"));
  for (const pattern of expected) {
    assert(
      faults.some((fault) => pattern.test(fault)),
      `${pattern}\n${faults.join("\n")}`,
    );
  }
});

const refusals: readonly (readonly [string, string, RegExp])[] = [
  [
    "a duplicate key",
    "apis: {a: {objectives: {availability: 99%}}}\napis: {}\n",
    /line 2, column 1: Map keys must be unique/,
  ],
  ["broken YAML", "apis: {a: \n", /line \d+, column \d+:/],
  ["a list where a map belongs", "apis: [orders]\n", /line 1, column 7: apis must be a map/],
  [
    "an alias, so a bomb of aliases expands nowhere",
    "apis:\n  a: &a {objectives: {availability: &t 99%, latency: *t}}\n",
    /written out \(no alias/,
  ],
  ["no objective at all", "apis: {a: {title: A}}\n", /no objective found/],
  ["an empty file", "", /the plan must be a map/],
  ["a calendar window", "apis: {a: {window: calendar month, objectives: {availability: 99%}}}\n", /rolling ones only/],
  ["a target of 0 %", "apis: {a: {objectives: {availability: 0%}}}\n", /leaves nothing to miss/],
  ["a name that is none", "apis: {A b: {objectives: {availability: 99%}}}\n", /"A b" is not a name/],
];

for (const [what, text, pattern] of refusals) {
  test(`a plan with ${what} is refused, and the message says where`, () => assert.match(faultsOf(text), pattern));
}
