import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { nextStep, PER_MINUTE_MAX, type StepFacts } from "./next-step.ts";
import { bundleSubject, type Notification } from "./notification.ts";

const NOW = 100 * MINUTE_MS;

test("nothing is done with what is settled or lies in a bundle, and an address that is gone is told nothing", () => {
  assert.deepEqual(nextStep(page({ state: "cancelled" }), facts()), { kind: "nothing" });
  assert.deepEqual(nextStep(page({ bundledIn: "ntf_9" }), facts()), { kind: "nothing" });
  assert.deepEqual(nextStep(page(), facts({ addressExists: false })), { kind: "settle", state: "cancelled" });
});

test("an end is told to whoever may know of a beginning, waits while one is under way, and is skipped where nobody does", () => {
  const end = page({ event: "ended" });
  const told = (changed: Partial<Notification>) => facts({ earlier: [page(changed)] });
  assert.deepEqual(nextStep(end, told({ state: "sent" })), { kind: "send" });
  assert.deepEqual(nextStep(end, told({ state: "cancelled", mayHaveArrived: true })), { kind: "send" });
  assert.deepEqual(nextStep(end, told({ state: "due", bundledIn: "ntf_9" })), { kind: "wait", notBefore: null });
  assert.deepEqual(nextStep(end, told({ state: "failed" })), { kind: "settle", state: "skipped" });
  assert.deepEqual(nextStep(end, facts()), { kind: "settle", state: "skipped" });
});

test("a message is given up after three days, not before, and not before it was tried", () => {
  const due = (age: number, attempts = 1) =>
    nextStep(page({ dueAt: NOW - age, begunAt: NOW - MINUTE_MS, attempts }), facts());
  assert.deepEqual(due(3 * DAY_MS - 1), { kind: "send" });
  assert.deepEqual(due(3 * DAY_MS), { kind: "settle", state: "failed" });
  assert.deepEqual(due(30 * DAY_MS, 0), { kind: "send" });
});

test("the eleventh message of a minute waits until the first is a minute old; of what can wait, the sixth", () => {
  const begunAt = Array.from({ length: PER_MINUTE_MAX }, (_, n) => NOW - 50 * SECOND_MS + n);
  assert.deepEqual(nextStep(page(), facts({ begunAt })), { kind: "wait", notBefore: NOW + 10 * SECOND_MS });
  assert.deepEqual(nextStep(page(), facts({ begunAt: begunAt.slice(1) })), { kind: "send" });
  const five = begunAt.slice(5);
  const ticket = page({ event: "ticket", urgency: "ticket" });
  assert.equal(nextStep(ticket, facts({ begunAt: five })).kind, "wait");
  assert.equal(nextStep(ticket, facts({ begunAt: five.slice(1) })).kind, "send");
  assert.deepEqual(nextStep(page(), facts({ begunAt, tellsEach: true })), { kind: "send" });
});

test("what waits goes together in a storm and after downtime, not while the address fails, and never for a machine", () => {
  const waiting = [page({ id: "ntf_2" }), page({ id: "ntf_3" })];
  const late = page({ dueAt: NOW - 11 * MINUTE_MS });
  assert.deepEqual(nextStep(page(), facts({ waiting })), { kind: "send" });
  assert.deepEqual(nextStep(late, facts({ waiting })), { kind: "bundle", others: waiting });
  assert.deepEqual(nextStep(late, facts({ waiting: waiting.slice(1) })), { kind: "send" });
  assert.deepEqual(nextStep(late, facts({ waiting, tellsEach: true })), { kind: "send" });
  const fails = waiting.map((one) => ({ ...one, begunAt: NOW - 5, lastError: "answered 503" }));
  assert.deepEqual(nextStep(late, facts({ waiting: fails })), { kind: "send" });
  assert.equal(nextStep(late, facts({ waiting: fails, lastSentAt: NOW - 1 })).kind, "bundle");
});

test("what was tried before goes with the rest only after the address took something in since", () => {
  const waiting = [page({ id: "ntf_2" }), page({ id: "ntf_3" })];
  const tried = page({ begunAt: NOW - MINUTE_MS, mayHaveArrived: true });
  assert.equal(nextStep(tried, facts({ waiting, lastSentAt: NOW - 2 * MINUTE_MS })).kind, "send");
  assert.equal(nextStep(tried, facts({ waiting, lastSentAt: NOW })).kind, "bundle");
});

test("a bundle and what verifies are never put into a bundle", () => {
  const bundle = page({ id: "ntf_8", subject: bundleSubject("ntf_8") });
  const waiting = [bundle, page({ id: "ntf_2", event: "verify" }), page({ id: "ntf_3" })];
  assert.equal(nextStep(page({ dueAt: NOW - 11 * MINUTE_MS }), facts({ waiting })).kind, "send");
  assert.equal(nextStep({ ...bundle, dueAt: NOW - 11 * MINUTE_MS }, facts({ waiting })).kind, "send");
});

test("whatever is known, a page that is due is sent, goes with others, waits less than a minute, or stands behind one of its subject", () => {
  const other = fc.record({
    begunAt: fc.option(fc.integer({ min: NOW - DAY_MS, max: NOW })),
    lastError: fc.option(fc.constant("no answer")),
  });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: NOW - MINUTE_MS + 1, max: NOW }), { maxLength: 30 }),
      fc.array(other, { maxLength: 5 }),
      fc.record({
        lastSentAt: fc.option(fc.integer({ min: NOW - DAY_MS, max: NOW })),
        age: fc.integer({ min: 0, max: DAY_MS }),
      }),
      (begun, others, { lastSentAt, age }) => {
        const waiting = others.map((one, n) => page({ id: `ntf_w${n}`, ...one }));
        const begunAt = begun.toSorted((a, b) => a - b);
        const step = nextStep(page({ dueAt: NOW - age }), facts({ begunAt, waiting, lastSentAt }));
        if (step.kind !== "wait") assert.ok(step.kind === "send" || step.kind === "bundle", step.kind);
        else assert.ok(step.notBefore !== null && step.notBefore > NOW && step.notBefore <= NOW + MINUTE_MS);
      },
    ),
  );
});

function facts(changed: Partial<StepFacts> = {}): StepFacts {
  const known = { addressExists: true, tellsEach: false, earlier: [], begunAt: [], lastSentAt: null, waiting: [] };
  return { now: NOW, ...known, ...changed };
}

function page(changed: Partial<Notification> = {}): Notification {
  return {
    id: "ntf_1",
    subject: "pag_1",
    key: "step 0",
    to: { kind: "person", name: "ana" },
    address: "mth_1",
    kind: "mail",
    shown: "ana@example.com",
    event: "page",
    urgency: "page",
    title: "orders fires",
    sealed: "x",
    because: null,
    createdAt: NOW,
    dueAt: NOW,
    state: "due",
    attempts: 0,
    begunAt: null,
    sentAt: null,
    settledAt: null,
    lastError: null,
    mayHaveArrived: false,
    mayBeRepeat: false,
    bundledIn: null,
    ...changed,
  };
}
