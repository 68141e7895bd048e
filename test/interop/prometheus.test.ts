import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { prometheusRules } from "#objectives";
import {
  MINUTE,
  HOUR,
  DAY,
  REMAINING,
  LABELS,
  OBJECTIVE,
  COUNTING_GOOD,
  OVER_3_DAYS,
  STEADY,
  DAY_AND_NIGHT,
  asks,
  asksRounded,
  asksFiring,
  asksNumbers,
  repeated,
  ofDays,
  afterHealth,
  BEGIN,
  OUTAGE,
  MEAN_OF_RATIOS,
  WITHOUT_EMPTY_WINDOWS,
  unevenDays,
  neverFailed,
  silence,
  silenceAfterOutage,
  burst,
} from "./prometheus-cases.ts";
import { type Asked, checkRules, type RuleTest, type Scraped, testRules } from "./promtool.ts";
import { resetAfter, scrapedFrom } from "./scraped-traffic.ts";

describe("exported rules, as Debian's promtool sees them", () => {
  test("are accepted: own counters, queries for good and for bad, months, chosen pairs, samples", () => {
    const own = { ...OBJECTIVE, name: "orders/latency", indicator: { kind: "latency", thresholdUs: 300_000 } } as const;
    const rules = prometheusRules([
      OBJECTIVE,
      { ...COUNTING_GOOD, name: "orders/good" },
      own,
      { ...own, name: 'orders/"quoted" \\ name', operation: "POST /orders" },
      { ...own, name: "orders/28-days", window: { kind: "rolling", lengthMs: 28 * DAY_MS }, sampledPpm: 100_000 },
      {
        ...own,
        name: "orders/month",
        window: { kind: "calendar", calendar: { unit: "month", count: 1, zone: "UTC", anchor: "2026-01-01T00:00" } },
        pairs: [
          { urgency: "page", factorPpm: 2_500_000, longMs: 90 * MINUTE_MS, shortMs: 2 * MINUTE_MS, name: "soon" },
          { urgency: "ticket", factorPpm: 1_000_000, longMs: 7 * HOUR_MS, shortMs: HOUR_MS, orEqual: true },
        ],
      },
    ]);
    const { passed, output } = checkRules(rules);
    assert.ok(passed, output);
    assert.match(output, /SUCCESS: \d+ rules found/);
    assert.doesNotMatch(output, /duplicate/);
  });

  test("uneven traffic: a month of busy days and quiet bad nights leaves −0.47 of the budget, not −24", () => {
    const budgetOnly = { ...OBJECTIVE, pairs: [] };
    const asked = [
      asksRounded(30 * DAY, `${REMAINING}30d`, -0.471),
      asksRounded(30 * DAY, "objective:plimsoll_valid:increase30d", 30 * 734_400),
      asksRounded(30 * DAY, "objective:plimsoll_bad:increase30d", 30 * 1_080),
      asksNumbers(30 * DAY),
    ];
    assertPasses({ ...ofDays(repeated(DAY_AND_NIGHT, 30), budgetOnly, 2 * MINUTE), evaluateEvery: 10 * MINUTE, asked });
    assertPasses(unevenDays(prometheusRules([OVER_3_DAYS])));
  });

  test("an hour of silence changes neither the budget nor an alert, with and without the counters to be seen", () => {
    const seen = silence(prometheusRules([OVER_3_DAYS]));
    assertPasses(seen);
    assertPasses({ ...seen, scraped: gone(seen.scraped, 720) });
  });

  test("an alert that fires stays while nobody asks, and ends when its long window is empty", () => {
    const silent = silenceAfterOutage(prometheusRules([OBJECTIVE]));
    assertPasses(silent);
    assertPasses({ ...silent, scraped: gone(silent.scraped, (BEGIN + 10 * MINUTE) / silent.scrapeEvery) });
    // Where requests go on and are answered, it ends with its short window: after 300 s · (1 − 0.0144).
    const ends = BEGIN + 10 * MINUTE;
    const recovered = [
      asksFiring(ends + 270, "1h", true),
      asksFiring(ends + 300, "1h", false),
      asks(ends + 300, `count(ALERTS{long="6h"})`, 1),
    ];
    assertPasses({ ...afterHealth([OUTAGE, { minutes: 10, ...STEADY }]), asked: recovered });
  });

  test("a service that never failed has an error ratio of 0, its whole budget and no alert", () => {
    for (const objective of [OVER_3_DAYS, { ...COUNTING_GOOD, window: OVER_3_DAYS.window }]) {
      assertPasses(neverFailed(prometheusRules([objective])));
    }
  });

  test("a service that nobody ever asked has its whole budget and no error ratio", () => {
    const idle = { ...ofDays([{ minutes: 60, ...STEADY }], OVER_3_DAYS), scraped: [] };
    const asked = [
      { at: HOUR, query: `${REMAINING}3d`, answers: [[`${REMAINING}3d${LABELS}`, 1]] },
      asks(HOUR, "objective:plimsoll_bad:ratio3d", null),
      asks(HOUR, "count(ALERTS)", null),
      asksNumbers(HOUR),
    ] satisfies Asked[];
    assertPasses({ ...idle, asked });
  });

  test("a counter that begins again loses nothing that was scraped", () => {
    const steady = ofDays([{ minutes: 180, perMinute: 600, failing: 0.01 }], OVER_3_DAYS);
    const scraped = steady.scraped.map(({ series, values }) => ({
      series,
      values: resetAfter(values as number[], 92),
    }));
    const asked = [
      asks(3 * HOUR, "round(sum(objective:plimsoll_valid:increase3d))", 180 * 600),
      asks(3 * HOUR, "round(sum(objective:plimsoll_bad:increase3d))", 180 * 6),
      asksRounded(3 * HOUR, `${REMAINING}3d`, -9),
    ];
    assertPasses({ ...steady, scraped, asked });
  });

  test("failures between two scrapes are in the budget, each once", () => {
    assertPasses(burst(prometheusRules([OVER_3_DAYS])));
  });

  test("pairs fire at the first evaluation after L · f · e ÷ r: an outage after 51.84 s and 129.6 s, 15 % after 345.6 s and 864 s", () => {
    const outage = [
      asksFiring(BEGIN + 30, "1h", false),
      asksFiring(BEGIN + 60, "1h", true),
      asksFiring(BEGIN + 120, "6h", false),
      asksFiring(BEGIN + 150, "6h", true),
    ];
    for (const objective of [OBJECTIVE, COUNTING_GOOD]) {
      assertPasses({ ...afterHealth([{ minutes: 5, perMinute: 1_000, failing: 1 }], objective), asked: outage });
    }
    const partial = [
      asksFiring(BEGIN + 330, "1h", false),
      asksFiring(BEGIN + 360, "1h", true),
      asksFiring(BEGIN + 840, "6h", false),
      asksFiring(BEGIN + 870, "6h", true),
    ];
    assertPasses({ ...afterHealth([{ minutes: 20, perMinute: 1_000, failing: 0.15 }]), asked: partial });
  });

  test("1.43 % never fires the 1 h pair and does fire the 6 h pair; 0.6 % fires neither", () => {
    const at = BEGIN + 390 * MINUTE;
    const slow = [...repeatedly(BEGIN, at).map((when) => asksFiring(when, "1h", false)), asksFiring(at, "6h", true)];
    assertPasses({
      ...afterHealth([{ minutes: 390, perMinute: 10_000, failing: 0.0143 }]),
      evaluateEvery: MINUTE,
      asked: slow,
    });
    const none = [asksFiring(at, "1h", false), asksFiring(at, "6h", false)];
    assertPasses({
      ...afterHealth([{ minutes: 390, perMinute: 10_000, failing: 0.006 }]),
      evaluateEvery: MINUTE,
      asked: none,
    });
  });

  test("tickets fire on sums of tiles: 1 % for three days", () => {
    const phases = [
      { minutes: 1_440, ...STEADY },
      { minutes: 480, perMinute: 1_000, failing: 0.01 },
    ];
    // One day at 0.3 % is reached after 7.2 h of 1 %; tiles are known a little later.
    const asked = [
      asksFiring(DAY + 7 * HOUR, "1d", false),
      asksFiring(DAY + 7 * HOUR + 20 * MINUTE, "1d", true),
      asksFiring(DAY + 7 * HOUR + 20 * MINUTE, "3d", true),
    ];
    assertPasses({ ...ofDays(phases, OBJECTIVE), asked });
  });

  test("one failed request of ten is no alert, two are", () => {
    const quiet = (failed: number): RuleTest => {
      const healthy = afterHealth([{ minutes: 10, perMinute: 0, failing: 0 }]);
      const good = Array.from({ length: 1_601 }, (_, scrape) => Math.floor(scrape / 160));
      const bad = good.map((_, scrape) => (scrape < 1_590 ? 0 : failed));
      return { ...healthy, scraped: scrapedFrom({ good, bad }), asked: [asksFiring(1_594 * 15, "1h", failed > 1)] };
    };
    assertPasses(quiet(1));
    assertPasses(quiet(2));
  });

  test("an alert says which objective, how bad, since how long, and how urgent", () => {
    const fires = {
      labels: { objective: "orders/availability", api: "orders", long: "1h", short: "5m", severity: "page" },
      annotations: {
        summary:
          "orders/availability burns its error budget too fast: a burn rate above 14.4, where 1 lasts the whole window.",
        description:
          "1.667% of the requests in the last 1 h were bad; the alert fires above 1.44 %, both in the last 1 h and in the last 5 min.",
      },
    };
    const alerts = [{ at: BEGIN + 60, alert: "ErrorBudgetBurn", fires: [fires] }];
    assertPasses({ ...afterHealth([{ minutes: 1, perMinute: 1_000, failing: 1 }]), asked: [], alerts });
  });
});

describe("naive rules fail the same tests", () => {
  const exported = prometheusRules([OVER_3_DAYS]);

  test("a mean of ratios takes quiet bad nights for half of the traffic", () => {
    const { passed, output } = testRules(unevenDays(MEAN_OF_RATIOS));
    assert.ok(!passed);
    assert.match(output, /got: \{\} -2\.4\d*E\+01/);
  });

  test('without "or vector(0)" a service that never failed has no ratio and no budget', () => {
    const naive = exported.replaceAll(" or vector(0)", "");
    assert.notEqual(naive, exported);
    assert.ok(!testRules(neverFailed(naive)).passed);
  });

  test("an hour of silence makes a weighted ratio NaN, for as long as its window", () => {
    const { passed, output } = testRules(silence(WITHOUT_EMPTY_WINDOWS));
    assert.ok(!passed);
    assert.match(output, /NaN/);
  });

  test("an alert that takes silence for recovery is resolved in the middle of an outage", () => {
    const rules = prometheusRules([OBJECTIVE]);
    const naive = rules.replaceAll("and on (objective) ALERTS", "and on (objective) NEVER");
    assert.notEqual(naive, rules);
    assert.ok(!testRules(silenceAfterOutage(naive)).passed);
  });

  test("slots of increases lose what fails between two scrapes", () => {
    const naive = exported.replaceAll(/sum\(http_requests_total\{[^}]*\} - .*? == 0 or /g, "sum(");
    assert.notEqual(naive, exported);
    assert.ok(!testRules(burst(naive)).passed);
  });
});

function assertPasses(asked: RuleTest): void {
  const { passed, output } = testRules(asked);
  assert.ok(passed, output);
}

/** Counters that can no longer be seen. */
function gone(scraped: readonly Scraped[], after: number): Scraped[] {
  return scraped.map(({ series, values }) => ({
    series,
    values: values.map((value, scrape) => (scrape > after ? null : value)),
  }));
}

/** Every half hour. */
function repeatedly(from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / 1_800) + 1 }, (_, index) => from + index * 1_800);
}
