import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASSES, type RequestClass } from "#traffic";
import { type ClassIndicator, indicatorTables, judgeClass } from "./indicator.ts";

const LATENCY: ClassIndicator = { kind: "latency", thresholdUs: 300_000 };

test("availability: answers are good, failures bad, the rest excluded, whatever the duration", () => {
  const expected: Record<RequestClass, string> = {
    ok: "good",
    clientFault: "good",
    throttled: "excluded",
    quota: "excluded",
    serverError: "bad",
    timeout: "bad",
    noAnswer: "bad",
    clientAborted: "excluded",
    healthCheck: "excluded",
  };
  for (const name of CLASSES) assert.equal(judgeClass({ kind: "availability" }, name, undefined), expected[name]);
});

test("latency: under the threshold includes the threshold, and a fast failure is not fast", () => {
  assert.equal(judgeClass(LATENCY, "ok", 300_000), "good");
  assert.equal(judgeClass(LATENCY, "ok", 300_001), "bad");
  assert.equal(judgeClass(LATENCY, "clientFault", 1), "good");
  assert.equal(judgeClass(LATENCY, "serverError", 1), "excluded");
  assert.equal(judgeClass(LATENCY, "serverError", 900_000), "excluded");
  assert.equal(judgeClass(LATENCY, "ok", undefined), "excluded");
});

test("latency: who went away after the threshold waited too long, who went before tells nothing", () => {
  assert.equal(judgeClass(LATENCY, "clientAborted", 300_001), "bad");
  assert.equal(judgeClass(LATENCY, "clientAborted", 300_000), "excluded");
  assert.equal(judgeClass(LATENCY, "clientAborted", undefined), "excluded");
});

test("the tables for loops say what the rule says", () => {
  const codes = ["good", "bad", "excluded"];
  for (const indicator of [LATENCY, { kind: "availability" } as const]) {
    const { fast, slow, unknown } = indicatorTables(indicator);
    CLASSES.forEach((name, code) => {
      assert.equal(codes[fast[code] ?? -1], judgeClass(indicator, name, 300_000));
      assert.equal(codes[slow[code] ?? -1], judgeClass(indicator, name, 300_001));
      assert.equal(codes[unknown[code] ?? -1], judgeClass(indicator, name, undefined));
    });
  }
});
