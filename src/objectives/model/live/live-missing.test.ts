import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { Coverage } from "../engine/coverage.ts";
import { GRID_MS } from "../engine/windows.ts";
import { AVAILABILITY_999, START } from "../recorded.testing.ts";
import { LiveObjectives } from "./live-objectives.ts";
import { columnsOf, namesOf, type TestRecord } from "./live.testing.ts";

/** Ten good requests a slot for two hours, then as many that fail. */
const FAILS_AT = START + 2 * HOUR_MS;
const ENDS_AT = FAILS_AT + HOUR_MS;

test("records that are known to be missing afterwards freeze what is judged until their time has left the windows; counts stay", () => {
  const watched = run(() => undefined);
  assert.ok((watched.burningAt as number) <= FAILS_AT + 2 * MINUTE_MS);
  assert.equal(watched.lostAt, undefined);
  const missing = { from: FAILS_AT - 30 * MINUTE_MS, to: FAILS_AT };
  const late = run((at, coverage) => {
    if (at === FAILS_AT) coverage.miss(missing);
  });
  assert.equal(late.lostAt, FAILS_AT, "somebody is told at once, not of the past");
  assert.ok((late.burningAt as number) >= FAILS_AT + 53 * MINUTE_MS);
  assert.ok((late.burningAt as number) <= FAILS_AT + 55 * MINUTE_MS);
  assert.deepEqual(late.counts, watched.counts);
});

/** Marks each slot as watched, and tells when the first alert of its objective and of its measurement began. */
function run(before: (at: number, coverage: Coverage) => void) {
  const coverage = new Coverage();
  const live = new LiveObjectives({ names: namesOf(1) });
  live.addApi({ api: "orders", objectives: [AVAILABILITY_999], startedAt: START, clientsMax: 0, coverage });
  const first = new Map<string, number>();
  for (let at = START + GRID_MS; at <= ENDS_AT; at += GRID_MS) {
    live.count(columnsOf(slotOf(at - GRID_MS)));
    coverage.mark({ from: at - GRID_MS, to: at });
    before(at, coverage);
    for (const { kind } of live.tick(at).began) if (!first.has(kind)) first.set(kind, at);
  }
  const { valid, bad } = live.resultOf("orders", AVAILABILITY_999.name);
  return { lostAt: first.get("measurementLost"), burningAt: first.get("burnRate"), counts: { valid, bad } };
}

function slotOf(from: number): TestRecord[] {
  const status = from >= FAILS_AT ? 503 : 200;
  return Array.from({ length: 10 }, (_, second) => ({ at: from + second * 1_000, client: 0, status, durationUs: 1 }));
}
