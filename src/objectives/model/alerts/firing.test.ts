import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, SECOND_MS } from "#kernel";
import { judge, type Judged } from "../judge.ts";
import { AVAILABILITY_999, recordedOf, START, steady } from "../recorded.testing.ts";

/** Four days of clean traffic, so that every alert window is full. */
const CLEAN = { from: START, to: START + 4 * DAY_MS };
const PER_SLOT = 100_000;

interface Outage {
  readonly badShare: number;
  readonly lengthMs: number;
  readonly perSlot?: number;
  readonly guard?: boolean;
}

/** A constant error ratio after clean traffic, then two clean hours. */
function outage({ badShare, lengthMs, perSlot = PER_SLOT, guard = false }: Outage): Judged {
  const burning = { from: CLEAN.to, to: CLEAN.to + lengthMs };
  const after = { from: burning.to, to: burning.to + 2 * HOUR_MS };
  const cells = [
    ...steady(0, CLEAN, { perSlot, badShare: 0 }),
    ...steady(0, burning, { perSlot, badShare }),
    ...steady(0, after, { perSlot, badShare: 0 }),
  ];
  return judge(recordedOf([{ objective: AVAILABILITY_999, clients: new Int32Array(0) }], cells, { guard }));
}

/** Seconds after the outage began at which a pair with this long window first held; null when it never did. */
function secondsToFire({ alerts }: Judged, longMs: number): number | null {
  const found = alerts.flatMap(({ pairs }) => pairs).find((pair) => pair.longMs === longMs);
  return found === undefined ? null : (found.from - CLEAN.to) / SECOND_MS;
}

test("a constant error ratio fires at the first grid instant after L · f · e / r", () => {
  const cases: readonly (readonly [badShare: number, longMs: number, seconds: number])[] = [
    [1, HOUR_MS, 60], // after 51.84 s
    [0.15, HOUR_MS, 350], // after 345.6 s
    [0.5, HOUR_MS, 110], // after 103.68 s
    [1, 6 * HOUR_MS, 130], // after 129.6 s
    [0.15, 6 * HOUR_MS, 870], // after 864 s
  ];
  for (const [badShare, longMs, seconds] of cases) {
    assert.equal(
      secondsToFire(outage({ badShare, lengthMs: HOUR_MS }), longMs),
      seconds,
      `${badShare} in ${longMs} ms`,
    );
  }
});

test("an error ratio below f · e never fires that pair, one exactly at it neither", () => {
  assert.equal(secondsToFire(outage({ badShare: 0.0143, lengthMs: 3 * HOUR_MS }), HOUR_MS), null);
  assert.equal(secondsToFire(outage({ badShare: 0.0144, lengthMs: 3 * HOUR_MS }), HOUR_MS), null);
  // The short window's first slots are the last that the whole long window needs.
  assert.equal(secondsToFire(outage({ badShare: 0.01441, lengthMs: 3 * HOUR_MS }), HOUR_MS), 3600);
});

test("the short window clears at the first grid instant after S · (1 − f · e / r) without errors", () => {
  const cases: readonly (readonly [badShare: number, seconds: number])[] = [
    [1, 300], // after 295.68 s
    [0.15, 280], // after 271.2 s
    [0.05, 220], // after 213.6 s
  ];
  const lengthMs = HOUR_MS;
  for (const [badShare, seconds] of cases) {
    const { alerts } = outage({ badShare, lengthMs });
    const held = alerts.flatMap(({ pairs }) => pairs).find((pair) => pair.longMs === HOUR_MS);
    assert.equal(((held?.to ?? 0) - CLEAN.to - lengthMs) / SECOND_MS, seconds, `${badShare}`);
  }
});

test("the guard delays a page only a little at a thousand requests a minute", () => {
  const perSlot = 167;
  const whole = secondsToFire(outage({ badShare: 1, lengthMs: HOUR_MS, perSlot, guard: true }), HOUR_MS);
  const part = secondsToFire(outage({ badShare: 0.15, lengthMs: HOUR_MS, perSlot, guard: true }), HOUR_MS);
  assert.equal(whole, 60);
  assert.equal(part, 380);
});

test("the alert says how many requests, of how many, in which window, and what the guard asked for", () => {
  const { alerts } = outage({ badShare: 1, lengthMs: 600 * SECOND_MS, guard: true });
  const page = alerts.find(({ urgency }) => urgency === "page");
  assert.ok(page);
  assert.equal(page.explanation.n, 360 * PER_SLOT);
  assert.equal(page.explanation.bad, 6 * PER_SLOT);
  assert.deepEqual(page.explanation.window, { from: page.firedAt - HOUR_MS, to: page.firedAt });
  assert.ok(page.explanation.k > 0.0144 * page.explanation.n && page.explanation.k <= page.explanation.bad);
  assert.equal(
    page.explanation.text,
    "orders/availability burns its error budget 16.7 times too fast: 600,000 of 36,000,000 requests failed in the hour to " +
      "5 January 2026 00:01 UTC (1.7 %; the alert fires above 1.4 %). If the errors stop, it ends 4 min 40 s later.",
  );
});

test("pairs of one urgency are one alert, which lasts from the first to the last of them", () => {
  const { alerts } = outage({ badShare: 1, lengthMs: 600 * SECOND_MS });
  const pages = alerts.filter(({ urgency }) => urgency === "page");
  assert.equal(pages.length, 1);
  assert.deepEqual(
    pages[0]?.pairs.map(({ longMs }) => longMs),
    [HOUR_MS, 6 * HOUR_MS],
  );
  assert.equal(pages[0]?.firedAt, pages[0]?.pairs[0]?.from);
  assert.equal(pages[0]?.endedAt, pages[0]?.pairs[1]?.to);
  assert.equal(pages[0]?.end, "resolved");
});

test("a page mutes the ticket of the same outage", () => {
  const { alerts, pages } = outage({ badShare: 1, lengthMs: 600 * SECOND_MS });
  assert.deepEqual(
    alerts.filter(({ urgency }) => urgency === "ticket").map(({ mutedBy }) => mutedBy),
    ["orders/availability"],
  );
  assert.deepEqual(
    pages.map(({ urgency, at }) => [urgency, at]),
    [["page", CLEAN.to + 60 * SECOND_MS]],
  );
});
