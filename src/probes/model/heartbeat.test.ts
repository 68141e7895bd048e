import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { awaitedFrom, beaten, deadlineOf, excused, type Heartbeat, missed } from "./heartbeat.ts";

const DAILY: Heartbeat = {
  name: "billing",
  api: "orders",
  title: "Billing",
  everyMs: 100,
  graceMs: 10,
  paused: false,
  createdAt: 0,
  revision: 1,
  managedBy: null,
};

test("a sign is missing from the end of its grace on, until the next one; one that never came counts from the making", () => {
  const state = awaitedFrom(0);
  assert.equal(missed(DAILY, state, 109).firedAt, null);
  const gone = missed(DAILY, state, 150);
  assert.equal(gone.firedAt, 110);
  assert.equal(beaten(gone, 160, false).firedAt, null);
  assert.equal(deadlineOf(DAILY, beaten(gone, 160, false)), 270);
  assert.equal(missed({ ...DAILY, paused: true }, state, 999).firedAt, null);
});

test("a sign of failure is told at once, goes on, and is over with the first good one", () => {
  const failed = beaten(beaten(awaitedFrom(0), 50, true), 60, true);
  assert.deepEqual([failed.firedAt, failed.seq], [50, 2]);
  assert.equal(beaten(failed, 70, false).firedAt, null);
});

test("while nobody listened the sender is not blamed, and a later silence is told all the same", () => {
  const after = (from: number, to: number) => deadlineOf(DAILY, excused(DAILY, awaitedFrom(0), { from, to }));
  // Away between two signs: nothing can have been lost.
  assert.equal(after(20, 80), 110);
  // Away when one was due: the next one counts.
  assert.equal(after(80, 95), 210);
  assert.equal(after(105, 120), 210);
  // Away for three of them.
  assert.equal(after(50, 350), 410);
  // Overdue before: it stays so.
  assert.equal(after(120, 999), 110);
});

test("whoever beats in time is never told of, however often the server is away", () => {
  const away = fc.record({ after: fc.integer({ min: 1, max: 300 }), length: fc.integer({ min: 1, max: 250 }) });
  fc.assert(
    fc.property(
      fc.array(away, { maxLength: 6 }),
      fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 30, maxLength: 30 }),
      (aways, jitter) => {
        const times: { from: number; to: number }[] = [];
        for (const { after, length } of aways) {
          const from = (times.at(-1)?.to ?? 0) + after;
          times.push({ from, to: from + length });
        }
        let state = awaitedFrom(0);
        const beats = new Set(jitter.map((shift, index) => (index + 1) * 100 + shift));
        for (let now = 1; now < 3_000; now++) {
          const isAway = times.some(({ from, to }) => now >= from && now < to);
          const back = times.find(({ to }) => to === now);
          if (back !== undefined) state = excused(DAILY, state, back);
          if (isAway) continue;
          if (beats.has(now)) state = beaten(state, now, false);
          state = missed(DAILY, state, now);
          assert.equal(state.firedAt, null, `at ${now}`);
        }
      },
    ),
  );
});
