import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999 } from "../recorded.testing.ts";
import { prometheusRules } from "./prometheus-rules.ts";

interface Read {
  readonly groups: readonly {
    readonly name: string;
    readonly interval: string;
    readonly rules: readonly { record?: string; alert?: string; expr: string; labels: Record<string, string> }[];
  }[];
}

function rulesOf(...objectives: Objective[]): Read["groups"][number]["rules"] {
  return (parse(prometheusRules(objectives)) as Read).groups.flatMap(({ rules }) => rules);
}

function refusalOf(...objectives: Objective[]): string {
  try {
    prometheusRules(objectives);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    assert.equal(error.kind, "invalid");
    return error.detail;
  }
  return assert.fail("nothing was refused");
}

test("an objective over own records counts Plimsoll's counters", () => {
  const [valid, bad] = rulesOf(AVAILABILITY_999);
  assert.match(valid?.expr ?? "", /plimsoll_objective_valid_total\{objective="orders\/availability"\}\[5m\]/);
  assert.match(bad?.expr ?? "", /plimsoll_objective_bad_total\{objective="orders\/availability"\}\[5m\]/);
  assert.deepEqual(valid?.labels, { objective: "orders/availability", api: "orders" });
});

test("each pair that is used is one alert, with its exact threshold and its urgency", () => {
  const alerts = rulesOf(AVAILABILITY_999).filter(({ alert }) => alert !== undefined);
  assert.deepEqual(
    alerts.map(({ labels, expr }) => [labels["long"], labels["severity"], / > ([\d.]+)\n/.exec(expr)?.[1]]),
    [
      ["1h", "page", "0.0144"],
      ["6h", "page", "0.006"],
      ["1d", "ticket", "0.003"],
      ["3d", "ticket", "0.001"],
    ],
  );
  const of7 = rulesOf({ ...AVAILABILITY_999, window: { kind: "rolling", lengthMs: 7 * DAY_MS } });
  assert.equal(of7.filter(({ alert }) => alert !== undefined).length, 2);
});

test("a pair that fires when its factor is just reached does so there too; none fires on a single bad request", () => {
  const pair = { urgency: "page", factorPpm: 2_000_000, longMs: 2 * MINUTE_MS, shortMs: MINUTE_MS } as const;
  const exprOf = (orEqual: boolean): string =>
    rulesOf({ ...AVAILABILITY_999, pairs: [{ ...pair, orEqual }] }).find(({ alert }) => alert !== undefined)?.expr ??
    "";
  assert.equal(exprOf(true).match(/ >= 0\.002\n/g)?.length, 2);
  assert.equal(exprOf(false).match(/ > 0\.002\n/g)?.length, 2);
  assert.match(exprOf(false), /and objective:plimsoll_bad:increase2m\{[^}]*\} >= 2\n/);
});

test("where good ones are counted, bad are all without them, whatever the signs in their query", () => {
  const indicator = { kind: "external", type: "prometheus", total: "a - b", counts: "good", part: "c - d" } as const;
  const bad = rulesOf({ ...AVAILABILITY_999, indicator }).find(
    ({ record }) => record === "objective:plimsoll_bad:increase5m",
  );
  const signs = [...(bad?.expr ?? "").matchAll(/([+-]?) *\(?(?:sum\()?increase\((\w)\[/g)].map(
    ([, sign, name]) => `${sign}${name}`,
  );
  assert.deepEqual(signs, ["a", "-b", "-c", "+d"]);
});

test("no rule divides by what may be 0, averages, or takes a ratio over time", () => {
  for (const { expr } of rulesOf(AVAILABILITY_999)) {
    assert.doesNotMatch(expr, /avg|ratio\d+\w(\{[^}]*\})?\[/);
    for (const [, divisor = ""] of expr.matchAll(/ \/ (.*)/g)) {
      assert.match(divisor, /^(0\.001$|\(objective:plimsoll_valid:\w+\{[^}]*\} > 0\))/);
    }
  }
});

test("long windows are sums of few enough tiles for promtool, and hold whole tiles", () => {
  const tilesFor = (days: number): string => {
    const rules = rulesOf({ ...AVAILABILITY_999, window: { kind: "rolling", lengthMs: days * DAY_MS } });
    return rules.find(({ record }) => record === `objective:plimsoll_bad:increase${days}d`)?.expr ?? "";
  };
  assert.match(tilesFor(3), /tile5m\{.*\}\[2d23h59m59s999ms:5m\]/);
  assert.match(tilesFor(30), /tile10m\{.*\}\[29d23h59m59s999ms:10m\]/);
  assert.match(tilesFor(90), /tile30m\{.*\}\[89d23h59m59s999ms:30m\]/);
  assert.match(tilesFor(365), /tile2h\{.*\}\[364d23h59m59s999ms:2h\]/);
});

test("a calendar window has alerts and no budget", () => {
  const month = { unit: "month", count: 1, zone: "Europe/Madrid", anchor: "2026-01-01T00:00" } as const;
  const rules = rulesOf({ ...AVAILABILITY_999, window: { kind: "calendar", calendar: month } });
  assert.equal(rules.filter(({ alert }) => alert !== undefined).length, 4);
  assert.deepEqual(
    rules.filter(({ record }) => record?.includes("budget")),
    [],
  );
});

test("what Prometheus cannot count is refused, all of it at once, each with its reason", () => {
  const detail = refusalOf(
    AVAILABILITY_999,
    { ...AVAILABILITY_999, name: "orders/slices", method: { kind: "RatioTimeslices", sliceMs: MINUTE_MS } },
    { ...AVAILABILITY_999, name: "orders/all", indicator: { kind: "composite", members: [] } },
    { ...AVAILABILITY_999, name: "orders/odd", window: { kind: "rolling", lengthMs: 30 * DAY_MS + HOUR_MS / 12 } },
    external("orders/datadog", "Datadog", "sum:requests{*}"),
    external("orders/quantile", "prometheus", "histogram_quantile(0.9, rate(x_bucket[5m]))"),
    {
      ...AVAILABILITY_999,
      name: "orders/gauge",
      indicator: { kind: "external", type: "Prometheus", total: "up", counts: "bad", part: "down", gauge: true },
    },
    { ...AVAILABILITY_999, name: "orders/{{x}}" },
    {
      ...AVAILABILITY_999,
      name: "orders/quick",
      pairs: [{ urgency: "page", factorPpm: 2_000_000, longMs: 2 * MINUTE_MS, shortMs: 10_000 }],
    },
  );
  assert.doesNotMatch(detail, /orders\/availability:/);
  for (const reason of [
    /orders\/slices: .*RatioTimeslices/,
    /orders\/all: .*members/,
    /orders\/odd: .*multiple of 10m/,
    /orders\/datadog: .*Datadog/,
    /orders\/quantile: .*total, histogram_quantile.*and its query for bad/,
    /orders\/\{\{x\}\}: .*expand/,
    /orders\/quick: .*10s is too short/,
    /orders\/gauge: .*counter: false/,
  ]) {
    assert.match(detail, reason);
  }
});

function external(name: string, type: string, query: string): Objective {
  return {
    ...AVAILABILITY_999,
    name,
    indicator: { kind: "external", type, total: query, counts: "bad", part: query },
  };
}
