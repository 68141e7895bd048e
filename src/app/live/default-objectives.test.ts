import assert from "node:assert/strict";
import { test } from "node:test";
import { assumedObjectives } from "#objectives";
import { defaultObjectives } from "./default-objectives.ts";
import { faultsOf, objectivesOf } from "./objectives-of.ts";

test("what a new API promises is what replay assumes of one", () => {
  assert.deepEqual(objectivesOf(defaultObjectives("orders"), "orders"), assumedObjectives("orders"));
});

test("the faults of a text are told with their lines and columns, and one for another API is refused", () => {
  const text = "apis:\n  orders:\n    objectives: {availability: 200%}\n    perCleint: true\n";
  const faults = faultsOf(text, "orders");
  assert.deepEqual(
    faults.map(({ line, column }) => [line, column]),
    [
      [3, 32],
      [4, 5],
    ],
  );
  assert.match(faults[1]?.detail ?? "", /perClient/);
  assert.match(faultsOf(defaultObjectives("orders"), "payments")[0]?.detail ?? "", /speaks of the API orders/);
});
