import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { type ObjectivesFile, readObjectives } from "#objectives";
import { styleOf } from "../../terminal/style.ts";
import type { Counts } from "../counts/counts.ts";
import { questionOf } from "./question-of.ts";
import { whatIfText } from "./what-if-text.ts";
import { trialOf } from "./trial.ts";

const START = Date.UTC(2026, 0, 1);
const PLAN = "apis: {orders: {objectives: {availability: 99.9%}, perClient: true}}";
const ASKED = { objectives: "plimsoll.yaml", counts: "counts.csv", zone: "UTC", guard: true, json: false };

/** The example of the manual: five days of two clients with 300 requests a minute each; acme alone fails in the second outage. */
function example(): Counts {
  const rows = Array.from({ length: (5 * DAY_MS) / MINUTE_MS }, (_, minute) => minute).flatMap((minute) => {
    const at = minute * MINUTE_MS;
    const first = at >= DAY_MS + 3 * HOUR_MS && at < DAY_MS + 3 * HOUR_MS + 20 * MINUTE_MS;
    const second = at >= 2 * DAY_MS + 23 * HOUR_MS && at < 3 * DAY_MS;
    return [
      { at, client: 0, bad: first ? 300 : second ? 12 : 0 },
      { at, client: 1, bad: first ? 300 : 0 },
    ];
  });
  return {
    name: "counts.csv",
    length: rows.length,
    slots: Float64Array.from(rows, ({ at }) => START + at),
    clients: Int32Array.from(rows, ({ client }) => client),
    valid: new Float64Array(rows.length).fill(300),
    bad: Float64Array.from(rows, ({ bad }) => bad),
    clientNames: ["acme", "bolt"],
    hasClients: true,
    slotMs: MINUTE_MS,
    isSlotAssumed: false,
    resets: undefined,
  };
}

function planOf(text = PLAN): ObjectivesFile {
  return readObjectives(text, "plimsoll.yaml");
}

test("the worked example of the manual says what the program says", () => {
  const report = trialOf(planOf(), example(), { client: undefined, question: questionOf(ASKED) });
  const text = whatIfText(report, styleOf({}, {}));
  const manual = readFileSync(new URL("../../../../docs/manual/objectives.md", import.meta.url), "utf8");
  const shown = text.slice(text.indexOf("  target "), text.indexOf("\nRemarks"));
  assert(shown.length > 500, shown);
  assert(manual.includes(shown.trimEnd()), shown);
});

test("a pair that these slots are too long for is named, with the reason, where it was asked for", () => {
  const question = questionOf({ ...ASKED, pairs: "page 2% in 1h / 10s" });
  const text = whatIfText(trialOf(planOf(), example(), { client: undefined, question }), styleOf({}, {}));
  assert.match(text, /\n {2}Tried: no pair, as all are left out\.\n/);
  assert.match(text, /has no 1 h \/ 10 s page alert: its short window is shorter\s+than a slot of the counts/);
});

test("one client is tried by its own counts alone", () => {
  const question = questionOf({ ...ASKED, target: "99.9%" });
  const [acme, bolt] = ["acme", "bolt"].map(
    (client) => trialOf(planOf(), example(), { client, question }).objectives[0],
  );
  assert.deepEqual([acme?.client, acme?.present.valid, acme?.present.bad], ["acme", 2_160_000, 6_000 + 720]);
  assert.deepEqual([bolt?.client, bolt?.present.valid, bolt?.present.bad], ["bolt", 2_160_000, 6_000]);
  assert.deepEqual([acme?.present.load.pages, bolt?.present.load.pages], [2, 1]);
});

test("a client that is not in the counts is refused with one that is", () => {
  const run = (): unknown => trialOf(planOf(), example(), { client: "acne", question: questionOf(ASKED) });
  assert.throws(run, (error) => error instanceof Refusal && error.detail.includes('such as "acme"'));
});

test("targets that leave no budget or nothing to miss, and zones that there are not, are refused", () => {
  for (const asked of [
    { target: "100%" },
    { target: "99%,0%" },
    { target: "99" },
    { target: "" },
    { zone: "+01:00" },
  ]) {
    assert.throws(
      () => questionOf({ ...ASKED, ...asked }),
      (error) => error instanceof Refusal,
      JSON.stringify(asked),
    );
  }
});
