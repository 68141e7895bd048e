import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, instantText, MINUTE_MS } from "#kernel";
import { readObjectives } from "#objectives";
import { csvOf, readText, type Row } from "../counts/counts.testing.ts";
import { evaluation } from "./evaluation.ts";
import { evaluated, firstOf, planText, rowsOf, START } from "./evaluation.testing.ts";

const SLOT_MS = 10_000;

/** Ten-minute slots for 30 days: 1,000 a minute with 0.05 % errors by day, 20 a minute with 5 % by night. */
function dayAndNight(): Row[] {
  return Array.from({ length: 30 * 144 }, (_, i): Row => {
    const day = i % 144 < 72;
    return [START + i * 10 * MINUTE_MS, day ? 10_000 : 200, day ? 5 : 10];
  });
}

test("day and night traffic: bad ÷ valid over the period, never a mean of ratios", () => {
  const { remaining, state } = firstOf(evaluated(planText(), dayAndNight()));
  assert.equal(remaining.toFixed(2), "-0.47");
  assert.equal(state, "exhausted");
});

test("an hour of silence, written as rows with 0, changes nothing of the budget, and is no gap", () => {
  const busy = rowsOf(START, 360, { valid: 100, bad: 1 });
  const silence = rowsOf(START + HOUR_MS, 360, { valid: 0 });
  const more = rowsOf(START + 2 * HOUR_MS, 360, { valid: 100, bad: 1 });
  const report = evaluated(planText(), [...busy, ...silence, ...more]);
  const joined = evaluated(planText(), [...busy, ...rowsOf(START + HOUR_MS, 360, { valid: 100, bad: 1 })]);
  assert.equal(firstOf(report).remaining, firstOf(joined).remaining);
  assert.deepEqual(report.gaps, []);
  assert.equal(firstOf(report).coveredMs, 3 * HOUR_MS);
});

test("what never failed has its whole budget; without a request there is no traffic, and the budget is whole as well", () => {
  assert.deepEqual(
    [rowsOf(START, 360, { valid: 5 }), rowsOf(START, 360, { valid: 0 })].map((rows) => {
      const { remaining, state, burnRate } = firstOf(evaluated(planText(), rows));
      return [remaining, state, burnRate];
    }),
    [
      [1, "partial", 0],
      [1, "noTraffic", 0],
    ],
  );
});

test("a missing row is not measured: it is a gap, told, and when a tenth is missing the state is unknown", () => {
  const rows = rowsOf(START, 360, { valid: 100, bad: 1 });
  const some = evaluated(
    planText(),
    rows.filter((_, i) => i < 100 || i >= 130),
  );
  assert.deepEqual(some.gaps, [{ from: START + 100 * SLOT_MS, to: START + 130 * SLOT_MS }]);
  assert.match(
    some.remarks.join("\n"),
    /Not measured, as rows are missing: 2026-01-05T00:16:40Z to 2026-01-05T00:21:40Z; 5 min in all/,
  );
  assert.deepEqual(
    [firstOf(some).state, firstOf(some).observedMs - firstOf(some).coveredMs],
    ["exhausted", 5 * MINUTE_MS],
  );
  const many = evaluated(
    planText(),
    rows.filter((_, i) => i < 100 || i >= 137),
  );
  assert.equal(firstOf(many).state, "unknown");
});

test("alerts stand still while too little of their windows was measured, and fire when it is enough again", () => {
  const gap = START + 7 * HOUR_MS;
  const rows = [
    ...rowsOf(START, 7 * 360, { valid: 100 }),
    // Seven minutes without a row, then nothing but failures.
    ...rowsOf(gap + 7 * MINUTE_MS, 2 * 360, { valid: 100, bad: 100 }),
  ];
  const pairs = evaluated(planText(), rows).alerts.flatMap((alert) => alert.pairs);
  const firesAfter = (longMs: number): number =>
    ((pairs.find((pair) => pair.longMs === longMs)?.from ?? 0) - gap) / MINUTE_MS;
  // Of 30 min three may be missing, of an hour six.
  assert.deepEqual([firesAfter(6 * HOUR_MS), firesAfter(HOUR_MS)], [34, 61]);
});

test("a calendar month is as long as it is by the local clock: 743 hours in March, 745 in October", () => {
  const month = (from: number, to: number, at?: number): [number, string, string] => {
    const rows = rowsOf(from, (to - from) / HOUR_MS, { slotMs: HOUR_MS, valid: 1 });
    const plan = planText("{availability: 99.9%}", { zone: "Europe/Madrid", more: { window: "calendar month" } });
    const { valid, window } = firstOf(evaluated(plan, rows, at === undefined ? {} : { at }));
    assert(window.kind === "calendar");
    return [valid, instantText(window.from), instantText(window.end)];
  };
  const winter = Date.UTC(2026, 1, 20);
  const march = [743, "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"];
  assert.deepEqual(month(winter, Date.UTC(2026, 2, 31, 22)), march);
  assert.deepEqual(month(winter, Date.UTC(2026, 3, 10), Date.UTC(2026, 2, 31, 22)), march);
  assert.deepEqual(month(winter, Date.UTC(2026, 2, 31, 23)), [1, "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z"]);
  assert.deepEqual(month(Date.UTC(2026, 8, 20), Date.UTC(2026, 9, 31, 23)), [
    745,
    "2026-09-30T22:00:00Z",
    "2026-10-31T23:00:00Z",
  ]);
});

test("months from the 31st end where February does, and begin on the 31st again in March", () => {
  const { objectives, ...file } = readObjectives(planText(), "plimsoll.yaml");
  const calendar = { unit: "month", count: 1, zone: "UTC", anchor: "2026-01-31T00:00" } as const;
  const rows = rowsOf(Date.UTC(2026, 1, 1), 59 * 24, { slotMs: HOUR_MS, valid: 1 });
  const froms = [Date.UTC(2026, 1, 28), Date.UTC(2026, 1, 28, 1), Date.UTC(2026, 2, 30), Date.UTC(2026, 2, 31, 1)].map(
    (at) => {
      const judged = objectives.map((one) => ({ ...one, window: { kind: "calendar", calendar } as const }));
      return instantText(
        firstOf(evaluation({ ...file, objectives: judged }, readText(csvOf(rows)), { at, guard: false })).window.from,
      );
    },
  );
  assert.deepEqual(froms, [
    "2026-01-31T00:00:00Z",
    "2026-02-28T00:00:00Z",
    "2026-02-28T00:00:00Z",
    "2026-03-31T00:00:00Z",
  ]);
});

test("maintenance takes its requests out afterwards, for everybody: both figures are told, and no alert is left of it", () => {
  const rows = [
    ...rowsOf(START, 7 * 360, { valid: 100 }),
    ...rowsOf(START + 7 * HOUR_MS, 60, { valid: 100, bad: 100 }),
    ...rowsOf(START + 7 * HOUR_MS + 10 * MINUTE_MS, 360, { valid: 100 }),
  ];
  const without = evaluated(planText(), rows);
  assert.equal(without.alerts.length > 0, true);
  const maintenance = "[{from: 2026-01-05T08:00, to: 2026-01-05T08:10, reason: new database}]";
  const report = evaluated(planText(undefined, { zone: "Europe/Madrid", more: { maintenance } }), rows);
  const result = firstOf(report);
  assert.deepEqual(report.alerts, []);
  assert.deepEqual([result.valid, result.bad, result.remaining], [288_000, 0, 1]);
  assert.deepEqual(result.excluded, { valid: 6_000, bad: 6_000, remainingWithout: firstOf(without).remaining });
});

for (const perClient of ["true", "false"]) {
  test(`maintenance for one client takes out its requests, of the whole API too (perClient: ${perClient})`, () => {
    const rows = Array.from({ length: 360 }, (_, i) => START + i * SLOT_MS).flatMap((at): Row[] => [
      [at, 50, 5, "acme"],
      [at, 50, 0, "beta"],
    ]);
    const maintenance = "[{from: 2026-01-05T00:30, to: 2026-01-05T01:00, client: acme}]";
    const report = evaluated(planText(undefined, { more: { perClient, maintenance } }), rows);
    const figures = report.objectives.map(({ client, valid, bad, excluded }) => [
      client,
      valid,
      bad,
      excluded?.valid,
      excluded?.bad,
    ]);
    const whole = [undefined, 27_000, 900, 9_000, 900];
    assert.deepEqual(
      figures,
      perClient === "false"
        ? [whole]
        : [whole, ["acme", 9_000, 900, 9_000, 900], ["beta", 18_000, 0, undefined, undefined]],
    );
    assert.equal(firstOf(report).excluded?.remainingWithout, firstOf(evaluated(planText(), rows)).remaining);
  });
}

test("each named client has its own budget, the API has the sum, and rows without a client count in the sum only", () => {
  const rows = rowsOf(START, 360, { valid: 10 }).flatMap(([at]): Row[] => [
    [at, 10, 1, "b"],
    [at, 20, 0, "a"],
    [at, 5, 5],
  ]);
  const { objectives } = evaluated(planText(undefined, { more: { perClient: "true" } }), rows);
  assert.deepEqual(
    objectives.map(({ client, valid, bad }) => [client, valid, bad]),
    [
      [undefined, 12_600, 2_160],
      ["a", 7_200, 0],
      ["b", 3_600, 360],
    ],
  );
});

test("neither how traffic is split into clients nor their order changes anything for the API; a page names them", () => {
  const badAt = (i: number): number => (i >= 2_520 ? 60 : 0);
  const whole = Array.from({ length: 2_600 }, (_, i): Row => [START + i * SLOT_MS, 100, badAt(i)]);
  const split = whole.flatMap(([at, , bad]): Row[] => [
    [at, 70, bad / 2, "x"],
    [at, 30, bad / 2, "a"],
  ]);
  const swapped = whole.flatMap(([at, , bad]): Row[] => [
    [at, 30, bad / 2, "a"],
    [at, 70, bad / 2, "x"],
  ]);
  const perClient = planText(undefined, { more: { perClient: "true" } });
  const report = evaluated(perClient, split, { guard: true });
  assert.deepEqual(evaluated(perClient, swapped, { guard: true }), report);
  assert.deepEqual(firstOf(report), firstOf(evaluated(planText(), whole, { guard: true })));
  const page = report.alerts.find(({ urgency, client }) => urgency === "page" && client === undefined);
  assert.deepEqual(
    [page?.explanation.by.affectedClients, page?.explanation.by.clients.map(({ key }) => key)],
    [2, ["a", "x"]],
  );
  assert.equal(report.pages.filter(({ urgency }) => urgency === "page").length, 1);
});

test("--at ignores what comes later, and what lies between the last row and it is not measured", () => {
  const rows = rowsOf(START, 720, { valid: 10, bad: 1 });
  const at = START + HOUR_MS;
  const early = evaluated(planText(), rows, { at });
  const cut = evaluated(planText(), rows.slice(0, 360));
  assert.deepEqual(early.objectives, cut.objectives);
  const late = evaluated(planText(), rows, { at: START + 3 * HOUR_MS });
  assert.deepEqual(late.gaps, [{ from: START + 2 * HOUR_MS, to: START + 3 * HOUR_MS }]);
  assert.deepEqual([firstOf(late).state, firstOf(late).coveredMs], ["unknown", 2 * HOUR_MS]);
  assert.equal(firstOf(evaluated(planText(), rows, { at: START + 90 * DAY_MS })).state, "notMeasured");
  assert.throws(() => evaluated(planText(), rows, { at: START }), /no slot of counts\.csv is over/);
});

test("pairs whose short window is shorter than a slot are left out as too coarse; the others still fire", () => {
  const rows = [
    ...rowsOf(START, 48, { slotMs: 10 * MINUTE_MS, valid: 1000 }),
    ...rowsOf(START + 8 * HOUR_MS, 3, { slotMs: 10 * MINUTE_MS, valid: 1000, bad: 500 }),
  ];
  const report = evaluated(planText(), rows);
  assert.deepEqual(
    firstOf(report).leftOut?.map(({ longMs, why }) => [longMs, why]),
    [[HOUR_MS, "tooCoarse"]],
  );
  assert.match(
    report.remarks.join("\n"),
    /no 1 h \/ 5 min page alert: its short window is shorter than a slot of the counts/,
  );
  assert.equal(
    report.alerts.some(({ urgency }) => urgency === "page"),
    true,
  );
});

test("a sample's figures are labelled as estimates; several objectives are judged by the same counts, and that is said", () => {
  const plan = planText("{availability: 99.9%, latency: 99% within 300ms}", { more: { sampled: "10%" } });
  const { objectives, assumed } = evaluated(plan, rowsOf(START, 360, { valid: 10, bad: 1 }));
  assert.deepEqual(
    objectives.map(({ estimated, bad }) => [estimated, bad]),
    [
      [true, 360],
      [true, 360],
    ],
  );
  assert.match(assumed.join("\n"), /All 2 objectives are judged by the same counts/);
});
