import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "./answer.ts";
import { parseRetryAfter } from "./retry-after.ts";

const NOW = Date.UTC(2026, 0, 1);

function answered(status: number, retryAfter?: string) {
  return answerOf({ kind: "answered", status, retryAfter, excerpt: "" }, NOW);
}

test("each status has one meaning: delivered, try again, or failed for good", () => {
  const expected: readonly [string, readonly number[]][] = [
    ["delivered", [200, 201, 202, 204, 299]],
    ["retry", [408, 425, 429, 500, 502, 503, 504, 599]],
    ["failed", [300, 301, 302, 307, 308, 400, 401, 403, 404, 409, 410, 413, 422]],
  ];
  for (const [kind, statuses] of expected) {
    for (const status of statuses) assert.equal(answered(status).kind, kind, String(status));
  }
});

test("a receiver that says when to come back is not asked earlier", () => {
  assert.deepEqual(
    [answered(503, "120"), answered(429, "Thu, 01 Jan 2026 00:10:00 GMT"), answered(503, "soon")].map(
      (answer) => answer.kind === "retry" && answer.notBefore,
    ),
    [NOW + 120_000, NOW + 600_000, null],
  );
});

test("only an attempt that a receiver surely did not take in counts as not arrived", () => {
  const arrived = (status: number): unknown => {
    const answer = answered(status);
    return answer.kind === "retry" && answer.arrived;
  };
  assert.deepEqual([408, 429, 500, 503].map(arrived), [false, false, true, true]);
  const silent = answerOf({ kind: "silent", reason: "cut", arrived: true }, NOW);
  assert.deepEqual(silent, { kind: "retry", reason: "cut", status: null, notBefore: null, arrived: true });
});

test("a redirect fails, with the way to mend it", () => {
  const answer = answered(301);
  assert.match(answer.kind === "failed" ? answer.reason : "", /not followed: use the final address/);
});

test("Retry-After is seconds or a date; anything else is as if it were not there", () => {
  const cases: readonly [string, number | undefined][] = [
    ["0", 0],
    [" 7 ", 7_000],
    ["999999999", 365 * 86_400_000],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["-1", undefined],
    ["1.5", undefined],
    ["", undefined],
    ["Thu, 99 Jan 2026 00:00:30 GMT", undefined],
    ["2026-01-01", undefined],
  ];
  for (const [text, waitMs] of cases) assert.equal(parseRetryAfter(text, NOW), waitMs, text);
});
