import { DAY_MS } from "#kernel";
import { type Objective, prometheusRules } from "#objectives";
import type { Asked, RuleTest } from "./promtool.ts";
import { type Phase, scrapedFrom, totalsOf } from "./scraped-traffic.ts";

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const REMAINING = "objective:plimsoll_budget:remaining";
export const LABELS = '{objective="orders/availability", api="orders"}';

export const OBJECTIVE: Objective = {
  name: "orders/availability",
  api: "orders",
  indicator: {
    kind: "external",
    type: "prometheus",
    total: 'sum(rate(http_requests_total{job="orders"}[{{.window}}]))',
    counts: "bad",
    part: 'sum(rate(http_requests_total{job="orders", code=~"5.."}[{{.window}}]))',
  },
  targetPpm: 999_000,
  window: { kind: "rolling", lengthMs: 30 * DAY_MS },
  perClient: false,
};
export const COUNTING_GOOD: Objective = {
  ...OBJECTIVE,
  indicator: {
    kind: "external",
    type: "Prometheus",
    total: 'http_requests_total{job="orders"}',
    counts: "good",
    part: 'sum(http_requests_total{job="orders"}) - sum(http_requests_total{job="orders", code=~"5.."})',
  },
};
/** Short enough that promtool evaluates each rule of all of it in seconds. */
export const OVER_3_DAYS: Objective = { ...OBJECTIVE, window: { kind: "rolling", lengthMs: 3 * DAY_MS } };
export const STEADY = { perMinute: 1_000, failing: 0 };
export const DAY_AND_NIGHT: readonly Phase[] = [
  { minutes: 720, perMinute: 1_000, failing: 0.0005 },
  { minutes: 720, perMinute: 20, failing: 0.05 },
];

export function asks(at: number, query: string, value: number | null): Asked {
  return { at, query, answers: value === null ? [] : [["{}", value]] };
}

/** `sum` takes the labels away, `round` what floating point adds. */
export function asksRounded(at: number, series: string, value: number | null): Asked {
  return asks(at, `round(sum(${series}), 0.001)`, value);
}

export function asksFiring(at: number, long: string, firing: boolean): Asked {
  return asks(at, `count(ALERTS{alertstate="firing", long="${long}"})`, firing ? 1 : null);
}

/** No series of ours is "not a number". */
export function asksNumbers(at: number): Asked {
  const ours = '{__name__=~"objective:plimsoll.+"}';
  return asks(at, `count(${ours}) - count(${ours} > -Inf)`, 0);
}

export function repeated<T>(items: readonly T[], times: number): T[] {
  return Array.from({ length: times }, () => items).flat();
}

export const ofDays = (
  phases: readonly Phase[],
  objective: Objective,
  scrapeEvery = MINUTE,
): Omit<RuleTest, "asked"> => ({
  rules: prometheusRules([objective]),
  scrapeEvery,
  evaluateEvery: 5 * MINUTE,
  scraped: scrapedFrom(totalsOf(phases, scrapeEvery)),
});

/** Six and a half hours of health, then something else, scraped each 15 s and looked at as the rules ask. */
export const afterHealth = (phases: readonly Phase[], objective = OBJECTIVE): Omit<RuleTest, "asked"> => ({
  rules: prometheusRules([objective]),
  scrapeEvery: 15,
  evaluateEvery: 30,
  scraped: scrapedFrom(totalsOf([{ minutes: 390, ...STEADY }, ...phases], 15)),
});
export const BEGIN = 390 * MINUTE;
export const OUTAGE = { minutes: 10, perMinute: 1_000, failing: 1 };

/** The error ratio of five minutes, averaged; as generators do that record ratios. */
export const MEAN_OF_RATIOS = `groups:
  - name: naive
    rules:
      - record: job:errors:ratio5m
        expr: sum(rate(http_requests_total{job="orders", code=~"5.."}[5m])) / sum(rate(http_requests_total{job="orders"}[5m]))
      - record: objective:plimsoll_budget:remaining3d
        expr: 1 - avg_over_time(job:errors:ratio5m[3d]) / 0.001
        labels: {objective: orders/availability, api: orders}
`;
/** A ratio for each five minutes, weighted afterwards: an empty one is 0 ÷ 0, and poisons the sum. */
export const WITHOUT_EMPTY_WINDOWS = `groups:
  - name: naive
    rules:
      - record: job:requests:increase5m
        expr: sum(increase(http_requests_total{job="orders"}[5m]))
      - record: job:errors:ratio5m
        expr: sum(increase(http_requests_total{job="orders", code=~"5.."}[5m])) / job:requests:increase5m
      - record: job:errors:weighted5m
        expr: job:errors:ratio5m * job:requests:increase5m
      - record: objective:plimsoll_budget:remaining3d
        expr: 1 - sum_over_time(job:errors:weighted5m[3d]) / sum_over_time(job:requests:increase5m[3d]) / 0.001
        labels: {objective: orders/availability, api: orders}
`;

/** The cases that the naive rules are tried with, too. */
export function unevenDays(rules: string): RuleTest {
  const asked = [asksRounded(3 * DAY, `${REMAINING}3d`, -0.471)];
  return { ...ofDays(repeated(DAY_AND_NIGHT, 3), OVER_3_DAYS), rules, asked };
}

export function neverFailed(rules: string): RuleTest {
  const asked = [
    { at: DAY, query: "objective:plimsoll_bad:ratio3d", answers: [[`objective:plimsoll_bad:ratio3d${LABELS}`, 0]] },
    { at: DAY, query: `${REMAINING}3d`, answers: [[`${REMAINING}3d${LABELS}`, 1]] },
    asksRounded(DAY, "objective:plimsoll_bad:increase1h", 0),
    asks(DAY, "count(ALERTS)", null),
    asksNumbers(DAY),
  ] satisfies Asked[];
  return { ...ofDays([{ minutes: 1_440, ...STEADY }], OVER_3_DAYS), rules, asked };
}

export function silence(rules: string): RuleTest {
  const phases = [
    { minutes: 720, perMinute: 1_000, failing: 0.0005 },
    { minutes: 60, perMinute: 0, failing: 0 },
  ];
  const asked = [12 * HOUR, 12 * HOUR + 30 * MINUTE, 13 * HOUR].flatMap((at) => [
    asksRounded(at, `${REMAINING}3d`, 0.5),
    asksRounded(at, "objective:plimsoll_valid:increase3d", 720_000),
    asks(at, "count(ALERTS)", null),
    asksNumbers(at),
  ]);
  return { ...ofDays(phases, OVER_3_DAYS), rules, asked };
}

export function silenceAfterOutage(rules: string): RuleTest {
  const ends = BEGIN + 10 * MINUTE;
  const asked = [
    asksFiring(ends, "1h", true),
    asksFiring(ends + 30 * MINUTE, "1h", true),
    asksFiring(ends + 59 * MINUTE, "1h", true),
    asksFiring(ends + 61 * MINUTE, "1h", false),
  ];
  return { ...afterHealth([OUTAGE, { minutes: 80, perMinute: 0, failing: 0 }]), rules, asked };
}

/** Thirty requests fail after the last scrape before a tile's edge (25 min) and before the first one behind it. */
export function burst(rules: string): RuleTest {
  const scrapeEvery = 40;
  const edge = 25 * MINUTE - 20;
  const totals = totalsOf(
    [
      { minutes: edge / MINUTE, ...STEADY },
      { minutes: scrapeEvery / MINUTE, perMinute: 45, failing: 1 },
      { minutes: 120 - (edge + scrapeEvery) / MINUTE, ...STEADY },
    ],
    scrapeEvery,
  );
  const asked = [
    asksRounded(2 * HOUR, "objective:plimsoll_bad:increase3d", 30),
    asksRounded(2 * HOUR, "objective:plimsoll_valid:increase3d", 30 + (totals.good.at(-1) ?? 0)),
  ];
  return { rules, scrapeEvery, evaluateEvery: 5 * MINUTE, scraped: scrapedFrom(totals), asked };
}
