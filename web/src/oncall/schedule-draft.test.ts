import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionOf, draftOf, faultsOfLayer, newLayer, otherFaults } from "./schedule-draft.ts";

const WRITTEN = {
  zone: "Europe/Madrid",
  layers: [
    {
      name: "weeks",
      rotate: ["ana", { ben: { from: "2026-12-01T00:00", until: "2027-03-01T00:00" } }, "ana"],
      every: "1 week",
      from: "2026-11-30T09:00",
    },
    {
      rotate: ["cho"],
      every: "1 day",
      from: "2026-11-30T22:00",
      until: "2027-11-30T22:00",
      only: ["mon-thu 22:00-06:00", "fri 22:00 - mon 06:00"],
      advance: "covered-days",
      priority: 2,
    },
  ],
  overrides: [{ from: "2026-12-24T00:00", to: "2026-12-26T00:00", replace: "ana", with: "cho" }],
};

test("a schedule that is only looked at in the form is sent as it was written", () => {
  assert.deepEqual(JSON.parse(definitionOf(draftOf(WRITTEN, "Primary"))), { title: "Primary", ...WRITTEN });
  assert.equal(draftOf(WRITTEN, "").layers[0]?.rotate, "ana, ben from 2026-12-01T00:00 until 2027-03-01T00:00, ana");
});

test("each layer stands in a line of its own, so that its faults stand at it", () => {
  const layers = [newLayer("2027-01-11T09:00"), newLayer("2027-01-11T09:00"), newLayer("")];
  const lines = definitionOf({ title: "", zone: "UTC", layers, overrides: [] }).split("\n");
  assert.match(lines[0] ?? "", /zone/);
  assert.match(lines[3] ?? "", /"from":""/);
  const faults = [
    { detail: "of the zone", line: 1, column: 9 },
    { detail: "of the last layer", line: 4, column: 2 },
    { detail: "of nothing" },
  ];
  assert.deepEqual(
    [0, 1, 2].map((place) => faultsOfLayer(faults, place)),
    [[], [], ["of the last layer"]],
  );
  assert.deepEqual(otherFaults(faults, 3), ["of the zone", "of nothing"]);
});
