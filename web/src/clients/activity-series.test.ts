import assert from "node:assert/strict";
import { test } from "node:test";
import type { Activity } from "../server/wire.ts";
import { activitySentence, activitySeries, startText } from "./activity-series.ts";

const NONE = { active: 0, new: 0, returning: 0, lost: 0 };
const ACTIVITY: Activity = {
  period: "week",
  exact: true,
  items: [
    {
      from: "2027-01-04T00:00:00Z",
      to: "2027-01-11T00:00:00Z",
      registered: { active: 5, new: 1, returning: 1, lost: 0 },
      observed: { active: 2, new: 2, returning: 0, lost: 1 },
    },
    { from: "2027-01-11T00:00:00Z", to: "2027-01-18T00:00:00Z", registered: NONE, observed: NONE },
  ],
};

test("the sentence is of the last period that is over, not of the one that runs", () => {
  assert.equal(
    activitySentence(ACTIVITY, "Orders", Date.parse("2027-01-13T00:00:00Z")),
    "In the last whole week, 7 clients were active at Orders: 3 new, 1 returning; 1 of the week before was lost.",
  );
  assert.match(activitySentence(ACTIVITY, "Orders", 0), /^No week of Orders is over yet/);
});

test("who stayed, came back and came first add up to the active ones", () => {
  const layers = activitySeries(ACTIVITY).series.filter(({ look }) => look === "layer");
  assert.deepEqual(
    layers.map(({ name, values }) => [name, values[0]]),
    [
      ["stayed", 3],
      ["returning", 1],
      ["new", 3],
    ],
  );
});

test("a month is named with its year, since a year of months has each name twice", () => {
  assert.equal(startText("month", "2026-11-01T00:00:00Z"), "1 Nov 2026");
  assert.equal(startText("week", "2026-11-23T00:00:00Z"), "23 Nov");
});
