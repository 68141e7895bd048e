import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import type { Row } from "../counts/counts.testing.ts";
import { styleOf } from "../../terminal/style.ts";
import { evaluated, planText, rowsOf, START } from "./evaluation.testing.ts";
import { evaluationText } from "./evaluation-text.ts";

const PLAIN = styleOf({ isTTY: false }, {});

function textOf(plan: string, rows: readonly Row[], more: Parameters<typeof evaluated>[2] = {}): string {
  return evaluationText(evaluated(plan, rows, more), PLAIN);
}

const OUTAGE = [
  ...rowsOf(START, 7 * 360, { valid: 1_000 }),
  ...rowsOf(START + 7 * HOUR_MS, 60, { valid: 1_000, bad: 700 }),
].flatMap(([at, valid, bad]): Row[] => [
  [at, valid, bad, "acme"],
  [at, 3, 0, "a client with a name that is so long that no column can hold it \u001b[31m"],
]);

test("an outage is told in 80 columns: the answer first, the budget, the page, and each client", () => {
  const text = textOf(
    planText("{availability: 99.9%, latency: 99% within 300ms}", { more: { perClient: "true" } }),
    OUTAGE,
  );
  for (const line of text.split("\n")) assert(line.length <= 80, `${line.length}: ${line}`);
  const [, , answer = ""] = text.split("\n");
  assert.match(answer, /^orders\/availability is not within target/);
  assert.match(text, /✖ budget used up\n/);
  assert.match(text, /● page +orders\/availability/);
  assert.match(text, /Clients, least budget first\n +orders\/availability +bad .*\n +acme +42 k of 2\.58 M /);
  assert.ok(!text.includes("\u001b"));
});

test("time slices, calendar windows, exclusions, estimates and what was not measured are each told in words", () => {
  const maintenance = "[{from: 2026-01-05T01:00, to: 2026-01-05T01:10}]";
  const sliced = { method: "timeslices of 1m good at 95%", window: "calendar month", sampled: "10%", maintenance };
  const rows = rowsOf(START, 720, { valid: 100, bad: 1 }).map(([at, valid, bad], i): Row => [
    at,
    valid,
    i % 90 < 6 ? 50 : bad,
  ]);
  const text = textOf(
    planText("{availability: 90%}", { more: sliced, zone: "Europe/Madrid" }),
    rows.filter((_, i) => i < 600 || i > 629),
  );
  assert.match(
    text,
    /orders\/availability is within target: an estimate from a sample: 9\d\.\d+ % of 105\s+time slices/,
  );
  assert.match(
    text,
    /\d+ of 105 time slices were bad, 3\.50 more may be; target 90 % over a calendar\s+month \(Europe\/Madrid\)/,
  );
  assert.match(
    text,
    /Excluded: 6,000 requests, \d+ of them bad\. Left of the budget: 33\.\d %; had\s+nothing been excluded, \d+\.?\d* %/,
  );
  assert.match(text, /Not measured: 5 min of the 2 h observed/);
});

test("unknown and not measured are said as such, never as within target", () => {
  const rows = rowsOf(START, 360, { valid: 100 });
  const unknown = textOf(planText(), rows, { at: START + 2 * HOUR_MS });
  assert.match(unknown, /orders\/availability is unknown, as only 50 % of the observed time was measured/);
  assert.match(unknown, /○ unknown\n/);
  assert.match(unknown, /With less than 90 % measured the\s+state is unknown, and alerts stand still/);
  const hour = planText(undefined, { more: { window: "1 hour" } });
  const never = textOf(hour, rows, { at: START + 2 * HOUR_MS + MINUTE_MS });
  assert.match(never, /orders\/availability was not measured/);
  assert.match(never, /○ not measured\n/);
  assert.match(textOf(planText(), rowsOf(START, 6, { valid: 0 })), /has had no traffic/);
});
