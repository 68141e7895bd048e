import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS } from "#kernel";
import { type BodyAnswer, IdempotencyRegister, type RegisterLimits } from "./idempotency-register.ts";

const LIMITS: RegisterLimits = { leastCount: 5, leastMs: HOUR_MS, mostMs: DAY_MS, mostCount: 12 };
const ANSWER: BodyAnswer = { kept: 7, dropped: { future: 2, encoding: 1 } };
const START = Date.UTC(2026, 4, 17);

function digest(text: string | number): Uint8Array {
  return createHash("sha256").update(String(text)).digest();
}

test("a key finds its answer, and tells whether the body is the same", () => {
  const register = new IdempotencyRegister();
  register.put(digest("k"), digest("body"), { at: START, answer: ANSWER });
  assert.deepEqual(register.find(digest("k"), digest("body")), { sameBody: true, answer: ANSWER });
  assert.equal(register.find(digest("k"), digest("other"))?.sameBody, false);
  assert.equal(register.find(digest("unknown"), digest("body")), undefined);
});

test("a key keeps its first answer", () => {
  const register = new IdempotencyRegister();
  register.put(digest("k"), digest("body"), { at: START, answer: ANSWER });
  register.put(digest("k"), digest("other"), { at: START + 1, answer: { kept: 1, dropped: {} } });
  assert.deepEqual(register.find(digest("k"), digest("body")), { sameBody: true, answer: ANSWER });
  assert.equal(register.size, 1);
});

test("an answer is kept for an hour, or as long as it is among the last ones, and for a day at most", () => {
  const register = new IdempotencyRegister(LIMITS);
  for (let i = 0; i < 8; i++) register.put(digest(i), digest(i), { at: START, answer: ANSWER });
  register.forgetBefore(START + HOUR_MS);
  assert.equal(register.size, 8);
  register.forgetBefore(START + HOUR_MS + 2_000);
  assert.equal(register.size, 5);
  register.forgetBefore(START + DAY_MS);
  assert.equal(register.size, 5);
  register.forgetBefore(START + DAY_MS + 1_000);
  assert.equal(register.size, 0);
});

test("more than are allowed at all are forgotten early, the oldest first, and that is counted", () => {
  const register = new IdempotencyRegister(LIMITS);
  for (let i = 0; i < 15; i++) register.put(digest(i), digest(i), { at: START, answer: ANSWER });
  assert.equal(register.size, 12);
  assert.equal(register.forgottenEarly, 3);
  assert.deepEqual([register.has(digest(2)), register.has(digest(3))], [false, true]);
});

test("it remembers what a list of all that came would, through growth, forgetting and snapshots", () => {
  const step = fc.record({
    key: fc.nat({ max: 60 }),
    after: fc.constantFrom(0, 1_000, 600_000, HOUR_MS),
    snapshot: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let register = new IdempotencyRegister(LIMITS);
      let listed: { key: number; at: number; kept: number }[] = [];
      let at = START;
      for (const [i, { key, after, snapshot }] of steps.entries()) {
        at += after;
        while (listed[0] !== undefined && mayForget(at - listed[0].at, listed.length)) listed = listed.slice(1);
        if (listed.every((one) => one.key !== key)) listed.push({ key, at, kept: i });
        register.put(digest(key), digest(key), { at, answer: { kept: i, dropped: {} } });
        if (snapshot === 0) register = IdempotencyRegister.restore(register.save(), LIMITS);
      }
      assert.equal(register.size, listed.length);
      for (let key = 0; key <= 60; key++) {
        const known = register.find(digest(key), digest(key));
        assert.equal(known?.answer.kept, listed.find((one) => one.key === key)?.kept, String(key));
      }
    }),
  );
});

test("ten thousand keys are found after the register has grown and was saved, and those forgotten are not", () => {
  const limits = { ...LIMITS, leastCount: 3_000, mostCount: 5_000 };
  const register = new IdempotencyRegister(limits);
  for (let i = 0; i < 10_000; i++) register.put(digest(i), digest(i), { at: START, answer: { kept: i, dropped: {} } });
  const restored = IdempotencyRegister.restore(register.save(), limits);
  for (let i = 0; i < 10_000; i++) {
    const kept = i < 5_000 ? undefined : i;
    assert.equal(register.find(digest(i), digest(i))?.answer.kept, kept);
    assert.equal(restored.find(digest(i), digest(i))?.answer.kept, kept);
  }
  for (const one of [register, restored]) {
    one.put(digest("later"), digest("body"), { at: START + DAY_MS + 2_000, answer: ANSWER });
    assert.equal(one.size, 1);
  }
});

function mayForget(age: number, count: number): boolean {
  if (age > LIMITS.mostMs) return true;
  return count > LIMITS.leastCount && (age > LIMITS.leastMs + 1_000 || count >= LIMITS.mostCount);
}
