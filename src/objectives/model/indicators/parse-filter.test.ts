import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import type { Filter } from "./filter.ts";
import { filters } from "./filter.testing.ts";
import { FILTER_DEPTH_MAX, FILTER_PARTS_MAX, FILTER_VALUES_MAX, parseFilter } from "./parse-filter.ts";
import { printFilter } from "./print-filter.ts";

const REGION: Filter = { is: "named", dimension: "region", names: ["eu"] };

test("each key is read as what it says, alone, in lists and combined", () => {
  const rows: readonly (readonly [unknown, Filter])[] = [
    [{}, { is: "all", of: [] }],
    [{ region: "eu" }, REGION],
    [{ region: ["eu", "us"] }, { is: "named", dimension: "region", names: ["eu", "us"] }],
    [{ operation: "GET /orders" }, { is: "named", dimension: "operation", names: ["GET /orders"] }],
    [{ operation: { prefix: "GET /orders" } }, { is: "operationPrefix", prefix: "GET /orders" }],
    [
      { operation: ["GET /a", { prefix: "POST " }, "GET /b"] },
      {
        is: "any",
        of: [
          { is: "named", dimension: "operation", names: ["GET /a", "GET /b"] },
          { is: "operationPrefix", prefix: "POST " },
        ],
      },
    ],
    [
      { status: [404, "404", "5xx", "5XX", "200-299", 0] },
      {
        is: "status",
        ranges: [
          [404, 404],
          [404, 404],
          [500, 599],
          [500, 599],
          [200, 299],
          [0, 0],
        ],
      },
    ],
    [{ class: ["timeout", "noAnswer"] }, { is: "class", classes: ["timeout", "noAnswer"] }],
    [{ durationMs: { lte: 300 } }, { is: "duration", op: "lte", us: 300_000 }],
    [
      { durationMs: { gt: 1.001, lte: 0.25 } },
      {
        is: "all",
        of: [
          { is: "duration", op: "gt", us: 1_001 },
          { is: "duration", op: "lte", us: 250 },
        ],
      },
    ],
    [
      { region: "eu", not: { class: "healthCheck" } },
      { is: "all", of: [REGION, { is: "not", of: { is: "class", classes: ["healthCheck"] } }] },
    ],
    [{ any: [{ region: "eu" }, {}] }, { is: "any", of: [REGION, { is: "all", of: [] }] }],
    [{ all: [] }, { is: "all", of: [] }],
  ];
  for (const [spec, filter] of rows) assert.deepEqual(parseFilter(spec), { filter }, JSON.stringify(spec));
});

test("a filter that is printed and parsed again is the same filter, also by way of JSON", () => {
  const names = fc.string({ minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      filters(() => names),
      (filter) => {
        assert.deepEqual(parseFilter(printFilter(filter)), { filter });
        assert.deepEqual(parseFilter(JSON.parse(JSON.stringify(printFilter(filter)))), { filter });
      },
    ),
    { numRuns: 1_000 },
  );
});

test("different tests are printed as one map, those with the same key as a list", () => {
  const not: Filter = { is: "not", of: REGION };
  assert.deepEqual(printFilter({ is: "all", of: [REGION, not] }), { region: "eu", not: { region: "eu" } });
  assert.deepEqual(printFilter({ is: "all", of: [REGION, REGION] }), { all: [{ region: "eu" }, { region: "eu" }] });
  assert.deepEqual(printFilter({ is: "status", ranges: [[500, 599]] }), { status: "5xx" });
});

test("all faults are told at once, each with its place and what to write instead", () => {
  const faults = faultsOf({
    regoin: "eu",
    region: 7,
    plan: [],
    status: ["6000", "299-200"],
    class: "timeuot",
    durationMs: { lt: 1, lte: "300ms", gt: 0.0005 },
    operation: { prefix: "", exact: "x" },
    any: { region: "eu" },
    not: "eu",
    "a/b": 1,
  });
  assert.deepEqual(
    faults.map(({ path }) => path),
    [
      "/regoin",
      "/region",
      "/plan",
      "/status/0",
      "/status/1",
      "/class",
      "/durationMs/lt",
      "/durationMs/lte",
      "/durationMs/gt",
      "/operation",
      "/operation/prefix",
      "/any",
      "/not",
      "/a~1b",
    ],
  );
  assert.equal(faults[0]?.message, '"regoin" is nothing that a filter can ask for');
  assert.match(faults[0]?.remedy ?? "", /^Did you mean region\?/);
  assert.match(faults[5]?.remedy ?? "", /Did you mean timeout\?$/);
  for (const { message, remedy } of faults) assert.ok(message.length > 10 && remedy.length > 10, message);
});

test("what is no map is no filter", () => {
  for (const spec of [null, undefined, "region: eu", 5, true, [], [{ region: "eu" }]]) {
    assert.equal(faultsOf(spec).length, 1, JSON.stringify(spec));
  }
});

test("limits: depth, parts, values and names up to them are read, one more is told", () => {
  const nested = (depth: number): unknown => (depth === 1 ? { region: "eu" } : { not: nested(depth - 1) });
  assert.ok("filter" in parseFilter(nested(FILTER_DEPTH_MAX)));
  assert.equal(faultsOf(nested(FILTER_DEPTH_MAX + 1)).length, 1);
  const wide = (parts: number): unknown => ({ any: Array.from({ length: parts - 1 }, () => ({ region: "eu" })) });
  assert.ok("filter" in parseFilter(wide(FILTER_PARTS_MAX)));
  assert.equal(faultsOf(wide(FILTER_PARTS_MAX + 1)).length, 1);
  const prefixes = Array.from({ length: FILTER_PARTS_MAX }, () => ({ prefix: "GET" }));
  assert.equal(faultsOf({ operation: prefixes }).length, 1);
  const listed = (values: number): unknown => ({ client: Array.from({ length: values }, (_, i) => `c${i}`) });
  assert.ok("filter" in parseFilter(listed(FILTER_VALUES_MAX)));
  assert.equal(faultsOf(listed(FILTER_VALUES_MAX + 1)).length, 1);
  assert.equal(faultsOf({ client: "x".repeat(513) }).length, 1);
  assert.ok("filter" in parseFilter({ operation: "x".repeat(513) }));
});

test("aliases of aliases, as YAML can hold them, end at the limit", () => {
  let spec: unknown = {};
  for (let i = 0; i < 7; i++) spec = { all: Array.from({ length: 1_000 }, () => spec) };
  assert.equal(faultsOf(spec).length, 1);
  const ring: { not?: unknown } = {};
  ring.not = ring;
  assert.equal(faultsOf(ring).length, 1);
});

test("the examples of the manual are filters", () => {
  const manual = readFileSync(new URL("../../../../docs/manual/objectives.md", import.meta.url), "utf8");
  const examples = manual.split("\n").filter((line) => line.startsWith("{"));
  assert.equal(examples.length, 3);
  for (const example of examples) assert.deepEqual(faultsOf(parse(example)), [], example);
});

function faultsOf(spec: unknown) {
  const parsed = parseFilter(spec);
  return "faults" in parsed ? parsed.faults : [];
}
