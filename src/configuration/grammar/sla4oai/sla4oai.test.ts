import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { readConfiguration } from "../read-configuration.ts";
import { printSla4oai } from "./print-sla4oai.ts";
import { readSla4oai } from "./read-sla4oai.ts";

const DOCUMENT = `sla4oas: 1.0.0
context: {id: petstore, type: plans, provider: Pets Ltd, api: {$ref: ./petstore.yaml}}
metrics: {requests: {type: integer}, animalTypes: {type: integer}}
plans:
  base:
    rates: {/**: {all: {requests: [{max: 2, period: second}]}}}
  free: {rates: {/pets: {get: {requests: [{max: 1, period: secondly}]}}}}
  Pro Plan:
    pricing: {cost: 49.5, currency: EUR, billing: monthly}
    availability: R/00:00:00Z/23:59:59Z
    rates: {/**: {all: {requests: [{max: 600, period: {amount: 1, unit: minute}}]}}}
    quotas:
      /**: {all: {requests: [{max: 5000000, period: monthly}, {max: unlimited, period: daily}]}}
      /pets: {get: {requests: [{max: 20, period: minutely}]}, post: {animalTypes: [{max: 5}]}}
`;

test("plans of a document become text that is applied; the base is in each, and what is not carried over is told", () => {
  const { text, remarks } = readSla4oai({ file: "sla.yaml", text: DOCUMENT });
  assert.equal(
    text,
    `plans:
  free:
    title: free
    rateLimit: 2/s
  pro-plan:
    title: Pro Plan
    rateLimit: 600/min
    quota: 5000000/month
    price: 49.5 EUR/month
`,
  );
  assert.deepEqual(remarks, [
    "free: rates of GET /pets limit one operation: not carried over, a plan limits all of them together.",
    "Pro Plan: `availability` is not carried over.",
    "Pro Plan: quotas of GET /pets limit one operation: not carried over, a plan limits all of them together.",
    "Pro Plan: quotas of POST /pets limit animalTypes: not carried over, requests are.",
  ]);
  assert.equal(readConfiguration([{ file: "plans.yaml", text }]).objects.length, 2);
});

test("plans come back from a document of theirs as they were, and what it cannot say is told", () => {
  const text = `plans:
  free:
    title: free
    rateLimit: 5/s
    quota: 10000/day
  gold:
    title: gold
    rateLimit: 50/h
    quota: 5000000/quarter
    price: 490.25 EUR/year
`;
  const { text: document, remarks } = printSla4oai([{ file: "a.yaml", text }], { id: "orders", provider: "Us" });
  assert.match(document, /^sla4oas: 1\.0\.0\ncontext:\n {2}id: orders\n {2}type: plans\n {2}provider: Us\n/);
  assert.deepEqual(remarks, []);
  assert.deepEqual(readSla4oai({ file: "sla.yaml", text: document }), { text, remarks: [] });
  const rich =
    "plans: {a: {burst: 9, operations: [GET /a], visibility: private, organisations: [x], access: automatic, price: 0.01 EUR/request}}";
  assert.equal(printSla4oai([{ file: "a.yaml", text: rich }], { id: "x" }).remarks.length, 5);
});

test("what the document's schema lets through is refused at its place, all at once", () => {
  const faults = faultsOf(`sla: 2.0.0
context:
  id: x
  type: agreement
  validity: {from: 2026-02-01, to: 2026-01-01}
metrics: {requests: {}}
plans:
  free:
    rates:
      /pets:
        fetch: {requests: [{max: 1, period: minutely}]}
        get: {pets: [{max: 1}]}
`);
  assert.deepEqual(
    faults.map(({ line, detail }) => [line, detail.slice(0, 30)]),
    [
      [1, "version 2.0.0 is not known; 1."],
      [4, "is agreement; a document that "],
      [5, "ends (2026-01-01) before it be"],
      [11, '"fetch" is no method of HTTP, '],
      [12, 'the metric "pets" is not defin'],
    ],
  );
  assert.match(faultsOf("context: {id: x, type: plans}\n")[0]?.detail ?? "", /no SLA4OAI/);
  assert.match(faultsOf("sla: 1.0\ncontext: {type: plans}\n")[0]?.detail ?? "", /context\.id/);
  const twice = "sla: 1.0\ncontext: {id: a, type: plans}\nplans:\n  A B: {}\n  a-b: {}\n";
  assert.match(faultsOf(twice)[0]?.detail ?? "", /"a-b" would be the plan a-b/);
  const odd = "sla: 1.0\ncontext: {id: a, type: plans}\nplans:\n  constructor: {}\n";
  assert.deepEqual(faultsOf(odd), [], "a name is a name");
  assert.match(faultsOf("sla: [\n")[0]?.detail ?? "", /./);
  assert.match(
    faultsOf(
      "sla: 1.0\ncontext: {id: a, type: plans}\nmetrics: {requests: {}}\nplans: {a: {rates: {/**: {all: {requests: [{max: 0.5, period: hourly}]}}}}}\n",
    )[0]?.detail ?? "",
    /not a number of requests/,
  );
});

function faultsOf(text: string): readonly { readonly line: number; readonly detail: string }[] {
  try {
    readSla4oai({ file: "sla.yaml", text });
  } catch (error) {
    if (error instanceof Refusal) return error.params["faults"] as unknown as { line: number; detail: string }[];
    throw error;
  }
  return [];
}
