import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { badDay } from "../bad-day.ts";
import { liveRecords } from "./live-records.ts";
import { liveTruthOf } from "./live-truth.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const STORY = badDay({ now: NOW });
const SPAN = { from: NOW - 4 * HOUR_MS, to: NOW - 7 * MINUTE_MS };
const TRUTH = liveTruthOf(STORY, SPAN);

test("the truth of each API counts every record of the span, by status, once", () => {
  const records = [...liveRecords(STORY, SPAN)];
  for (const [api, truth] of TRUTH) {
    const own = records.filter((record) => record.api === api);
    assert.equal(truth.requests, own.length);
    assert.equal(truth.bad, own.filter(({ status }) => status >= 500).length);
    assert.equal(truth.throttled, own.filter(({ status }) => status === 429).length);
  }
  assert.deepEqual([...TRUTH.keys()], ["orders", "payments", "catalogue"]);
});

test("the day is as bad as told: throttled, locked out, timed out, and four of ten payments failed", () => {
  const of = (api: string) => TRUTH.get(api) ?? assert.fail(api);
  assert.ok((of("orders").clients["quartz-sync"]?.throttled ?? 0) > 15_000);
  assert.ok((of("payments").clients["dune-erp"]?.clientFaults ?? 0) > 1_000);
  assert.equal(of("orders").statuses["504"], of("orders").clients["heron-erp"]?.bad);
  const [partial] = of("payments").outages;
  const { struck = 0, from = 0, to = 0 } = partial ?? {};
  const concerned = [...liveRecords(STORY, { from, to })].filter(({ api }) => api === "payments").length;
  assert.ok(Math.abs(struck / concerned - 0.4) < 0.1, `${struck} of ${concerned}`);
});

test("an API without a request in the span has a truth of zeros", () => {
  const truth = liveTruthOf(STORY, { from: NOW, to: NOW });
  assert.deepEqual(
    [...truth.values()].map(({ requests }) => requests),
    [0, 0, 0],
  );
});
