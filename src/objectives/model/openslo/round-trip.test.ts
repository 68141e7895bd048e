import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Refusal } from "#kernel";
import type { Filter } from "../indicators/filter.ts";
import type { Objective } from "../objective.ts";
import { DEFAULT_WINDOW } from "../short-form.ts";
import { executeOpenSlo } from "./execute/execute-openslo.ts";
import { anyObjectives } from "./objectives.testing.ts";
import { printOpenSlo } from "./print/print-openslo.ts";
import { validateOpenSlo } from "./validate.ts";

const FILE = "printed.yaml";
const AVAILABILITY: Objective = {
  name: "orders/availability",
  api: "orders",
  indicator: { kind: "availability" },
  targetPpm: 999_000,
  window: DEFAULT_WINDOW,
  perClient: false,
};

test("objectives that are printed and executed are the same objectives, and what is printed is valid under --strict", () => {
  fc.assert(
    fc.property(anyObjectives(), (objectives) => {
      const text = printOpenSlo(objectives);
      const { documents } = validateOpenSlo([{ file: FILE, text }], true);
      assert.deepEqual(
        documents.flatMap(({ errors }) => errors),
        [],
      );
      const read = executeOpenSlo([{ file: FILE, text }]);
      assert.deepEqual(read.objectives, structuredClone(objectives));
      assert.equal(printOpenSlo(read.objectives), text);
    }),
    { numRuns: 100 },
  );
});

test("no change to a document makes execution do anything but read or refuse", () => {
  const change = fc.record({
    line: fc.nat(),
    text: fc.constantFrom(
      "",
      "  x: 1",
      "- target: 2",
      "{",
      "kind: SLI",
      "spec:",
      "    - {}",
      "    threshold: -1",
      "null",
    ),
    instead: fc.boolean(),
  });
  fc.assert(
    fc.property(anyObjectives(), fc.array(change, { minLength: 1, maxLength: 3 }), (objectives, changes) => {
      const lines = printOpenSlo(objectives).split("\n");
      for (const { line, text, instead } of changes) lines.splice(line % lines.length, instead ? 1 : 0, text);
      try {
        assert(executeOpenSlo([{ file: FILE, text: lines.join("\n") }]).objectives.length > 0);
      } catch (error) {
        assert(error instanceof Refusal, String(error));
        assert.match(error.detail, /^printed\.yaml, line \d+, column \d+: /);
      }
    }),
    { numRuns: 100 },
  );
});

test("a composite is written only beside its members, and a filter only where it can be read again", () => {
  const [whole] = executeOpenSlo([{ file: FILE, text: printOpenSlo([AVAILABILITY]) }]).objectives;
  assert.deepEqual(whole, AVAILABILITY);
  const composite = {
    ...AVAILABILITY,
    name: "all",
    indicator: { kind: "composite", members: [{ objective: "gone", weight: 1 }] },
  } as const;
  assert.throws(() => printOpenSlo([composite]), /its member gone is not among the objectives to write/);
  const deep = Array.from({ length: 8 }).reduce<Filter>((of) => ({ is: "not", of }), { is: "all", of: [] });
  assert.throws(
    () => printOpenSlo([{ ...AVAILABILITY, where: deep }]),
    /orders\/availability cannot be written as OpenSLO: .* deep/,
  );
});
