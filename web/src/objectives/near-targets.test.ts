import assert from "node:assert/strict";
import { test } from "node:test";
import { nearTargets } from "./near-targets.ts";

test("the slider stops at the present target, in order, and never at 100 %", () => {
  const targets = nearTargets(998_300);
  assert.ok(targets.includes(998_300) && !targets.includes(1_000_000));
  assert.deepEqual(
    targets,
    targets.toSorted((a, b) => a - b),
  );
});
