import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS } from "#kernel";
import { kpisQuerySchema, kpisSchema } from "./contract.ts";
import { columnsOf, END, type Told, toldNames, withDirectory } from "./counts/counted.testing.ts";
import { TrafficCounts } from "./counts/traffic-counts.ts";
import { kpiQueryOf, kpisJson } from "./kpis-json.ts";

const ONE: Told = {
  at: END - HOUR_MS,
  api: 0,
  client: 0,
  operation: 0,
  version: -1,
  plan: -1,
  region: -1,
  release: -1,
  status: 503,
  outcome: 0,
  upstreamUs: -1,
  durationUs: 12_000,
  responseBytes: 5,
  kind: 0,
  environment: 0,
};

test("a request for KPIs is read with its defaults, and its answer is what the contract says", async () => {
  await withDirectory(async (directory) => {
    const counts = TrafficCounts.open({ directory, names: toldNames(), clock: { now: () => END } });
    counts.count(columnsOf([ONE]));
    const input = kpisQuerySchema.parse({
      groupBy: "version",
      step: "1h",
      compare: "previous",
      client: ["acme", "nobody"],
    });
    const query = kpiQueryOf("orders", input, END);
    assert.deepEqual(
      [query.to - query.from, query.stepMs, query.filters],
      [24 * HOUR_MS, HOUR_MS, { client: ["acme", "nobody"] }],
    );
    const json = kpisJson(await counts.kpis(query));
    assert.deepEqual(kpisSchema.strict().parse(json), json);
    assert.deepEqual(
      [json.from, json.bad, json.groups[0]?.key, json.series[0]?.at, json.previous?.to],
      ["2026-05-16T14:37:00Z", 1, "__untold__", "2026-05-17T13:00:00Z", "2026-05-16T14:37:00Z"],
    );
  });
});

test("what a request for KPIs does not say right is refused with its place", () => {
  for (const wrong of [{ step: "1M" }, { groupBy: "colour" }, { from: "yesterday" }, { compare: "last" }]) {
    const { error } = kpisQuerySchema.safeParse(wrong);
    assert.deepEqual(
      error?.issues.map(({ path }) => path),
      [Object.keys(wrong)],
    );
  }
});
