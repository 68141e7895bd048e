import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { floorTo, HOUR_MS, MINUTE_MS, Random } from "#kernel";
import { MemorySlotLists } from "../engine/memory-slot-lists.ts";
import { GRID_MS } from "../engine/windows.ts";
import { judge } from "../judge.ts";
import type { ObjectiveResult } from "../results.ts";
import { CLIENTS, columnsOf, liveFor, namesOf, recordedFrom, type TestRecord, traffic } from "./live.testing.ts";

const RUNS = { numRuns: 8 };

test("records that come up to two minutes late, in any order, come to the same budgets, burn-downs and totals", () => {
  fc.assert(
    fc.property(traffic, fc.nat(1_000), (records, seed) => {
      const random = new Random(seed);
      const late = records.map((record) => ({ record, cameAt: record.at + random.below(2 * MINUTE_MS - GRID_MS) }));
      const { live, results, judged } = fed(late);
      assert.deepEqual(results, judged);
      const [counter] = live.counters();
      assert.deepEqual(counter, {
        api: "orders",
        objective: "orders/availability",
        valid: records.length,
        bad: records.filter(({ status }) => status >= 500).length,
      });
      const { points } = live.burnDown("orders", "orders/availability");
      assert.equal(points.at(-1)?.remaining, results[0]?.remaining);
    }),
    RUNS,
  );
});

test("records that come hours late correct the budgets of the API, of requests and of slices", () => {
  fc.assert(
    fc.property(traffic, fc.nat(1_000), (records, seed) => {
      const random = new Random(seed);
      const late = records.map((record) => ({
        record,
        cameAt: record.at + (random.below(20) === 0 ? random.below(3 * HOUR_MS) : 0),
      }));
      const { results, judged } = fed(late);
      assert.deepEqual(results, judged);
    }),
    RUNS,
  );
});

/** Feeds records at the ticks at which they come, and judges them where they belong. */
function fed(late: readonly { readonly record: TestRecord; readonly cameAt: number }[]): {
  readonly live: ReturnType<typeof liveFor>;
  readonly results: readonly ObjectiveResult[];
  readonly judged: readonly ObjectiveResult[];
} {
  const records = late.map(({ record }) => record).toSorted((a, b) => a.at - b.at);
  const startedAt = floorTo((records[0] as TestRecord).at, GRID_MS);
  const to = floorTo(Math.max(...late.map(({ cameAt }) => cameAt)), GRID_MS) + GRID_MS;
  const live = liveFor(namesOf(CLIENTS), startedAt, new MemorySlotLists());
  const coming = Map.groupBy(late, ({ cameAt }) => floorTo(cameAt, GRID_MS) + GRID_MS);
  for (let at = startedAt + GRID_MS; at <= to; at += GRID_MS) {
    live.count(columnsOf((coming.get(at) ?? []).map(({ record }) => record)));
    live.tick(at);
  }
  const judged = judge(recordedFrom(records, CLIENTS, { from: startedAt, to }));
  return {
    live,
    results: live.results("orders").map(withoutState),
    judged: judged.objectives.filter(({ client }) => client === undefined).map(withoutState),
  };
}

/** Whether an alert fires may differ: nothing is signalled for the past. */
function withoutState(result: ObjectiveResult): ObjectiveResult {
  return { ...result, state: result.state === "burning" ? "ok" : result.state === "partial" ? "ok" : result.state };
}
