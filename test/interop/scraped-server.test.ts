import assert from "node:assert/strict";
import { test } from "node:test";
import { compareText, HOUR_MS, isoText, SECOND_MS } from "#kernel";
import { prometheusRules, readObjectives } from "#objectives";
import type { LiveApi } from "#stories";
import { read } from "../server/live-report.ts";
import type { Named } from "../server/replayed.ts";
import { sharedServer } from "../server/shared-server.ts";
import { goTo, post, putApi } from "../server/told-live.ts";
import { toldStory } from "../server/told-story.ts";
import { type RunningPrometheus, startPrometheus } from "./prometheus-server.ts";
import { checkMetrics } from "./promtool.ts";
import { until } from "./server.ts";

const NOW = Date.UTC(2026, 2, 2, 12);
const [API] = toldStory(1).apis as [LiveApi];
/** As they are exported, but evaluated each second: nobody waits half a minute for a test. */
const RULES = prometheusRules(readObjectives(API.objectivesFile, "objectives").objectives).replaceAll(
  "interval: 30s",
  "interval: 1s",
);
const SEEN_MS = 30 * SECOND_MS;
const NAMES = ["orders/availability", "orders/checkout/availability", "orders/latency"];

/** It has listened to nobody for two hours: of what is seen for seconds only, nobody is told for some errors. */
const server = sharedServer(["--test-clock", isoText(NOW - 2 * HOUR_MS)], async (one) => {
  await putApi(one, API);
  await goTo(one, NOW);
});

test("the counters of each objective exist from 0 on; Prometheus counts and fires by them as the server does", async () => {
  const { url, adminToken } = server();
  await using prometheus = await startPrometheus({ target: new URL(url).host, token: adminToken, rules: RULES });
  const counters = "{__name__=~'plimsoll_objective_(valid|bad)_total'}";
  await until(async () => (await prometheus.query(counters)).length > 0, "Prometheus has scraped the server", SEEN_MS);
  const zeros = (await prometheus.query(`${counters} == 0`)).map(({ labels }) => labels["objective"] ?? "");
  assert.deepEqual(
    zeros.toSorted(compareText),
    NAMES.flatMap((name) => [name, name]),
  );
  assert.equal(await post(server(), records(400, 100)), 400);
  await goTo(server(), NOW + 10 * SECOND_MS);
  const valid = "objective:plimsoll_valid:increase1h";
  await until(async () => (await valueOf(prometheus, `${valid} > 0`)) > 0, "the increase is recorded", SEEN_MS);
  // Of a few seconds, `increase` extrapolates a good part to the edges; of good and of bad alike.
  const increased = await valueOf(prometheus, valid);
  assert.ok(increased >= 400 && increased < 800, String(increased));
  assert.equal(await valueOf(prometheus, `objective:plimsoll_bad:increase1h / ${valid}`), 0.25);
  // Of the API, and of its four clients.
  assert.equal(await valueOf(prometheus, "plimsoll_alerts_firing{urgency='page'}"), 5);
  // Tickets look at windows that Prometheus makes of tiles of ten minutes.
  const pages = "ALERTS{alertstate='firing', severity='page'}";
  await until(async () => (await prometheus.query(pages)).length > 0, "Prometheus fires", SEEN_MS);
  const fired = (await prometheus.query(pages)).map(({ labels }) => labels["objective"] ?? "");
  const { items } = await read<{ items: Named[] }>(server(), "/api/v1/alerts?state=firing");
  const firing = items.filter(({ client, urgency }) => client === undefined && urgency === "page");
  assert.deepEqual(new Set(fired), new Set(firing.map(({ objective }) => objective)));
});

test("promtool finds nothing to say of the metrics, before and after there is traffic", async () => {
  const text = await (await server().call("/metrics")).text();
  assert.match(text, /plimsoll_objective_valid_total\{.*\} 400\n/);
  const { passed, output } = checkMetrics(text);
  assert.ok(passed && output === "", output);
});

/** So many requests of the last seconds, of which the first ones failed. */
function records(count: number, bad: number): string {
  const line = (index: number): string =>
    JSON.stringify({
      at: isoText(NOW - 5 * SECOND_MS),
      api: API.api,
      method: "GET",
      path: "/orders",
      status: index < bad ? 503 : 200,
      durationMs: 10,
      client: `shop-${index % 4}`,
    });
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

async function valueOf(prometheus: RunningPrometheus, expression: string): Promise<number> {
  const found = await prometheus.query(`(${expression})`);
  return found.find(({ labels }) => labels["objective"] === "orders/availability")?.value ?? Number.NaN;
}
