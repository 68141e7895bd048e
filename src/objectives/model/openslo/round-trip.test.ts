import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { executeOpenSlo } from "./execute/execute-openslo.ts";
import { anyObjectives } from "./objectives.testing.ts";
import { printOpenSlo } from "./print/print-openslo.ts";
import { validateOpenSlo } from "./validate.ts";

const FILE = "printed.yaml";

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
    { numRuns: 300 },
  );
});
