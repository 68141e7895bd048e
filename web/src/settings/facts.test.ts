import assert from "node:assert/strict";
import { test } from "node:test";
import { factGroups } from "./facts.ts";

test("what the server says of itself is told with its units, nested things in groups of their own", () => {
  const groups = factGroups({
    version: "1",
    residentBytes: 142_778_368,
    now: "2026-03-02T00:00:00Z",
    retention: { recordsMs: 2_592_000_000 },
  });
  assert.deepEqual(groups, [
    {
      name: "General",
      facts: [
        { name: "Resident bytes", text: "143 MB" },
        { name: "Now", text: "2 March 2026 00:00 UTC" },
      ],
    },
    { name: "Retention", facts: [{ name: "Records", text: "30 d" }] },
  ]);
});
