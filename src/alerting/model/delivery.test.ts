import assert from "node:assert/strict";
import { test } from "node:test";
import { type Delivery, nextStep } from "./delivery.ts";
import { alertSentence, gaveUpText } from "./words.ts";
import { liveAlert, storedAlert } from "./alerts.testing.ts";

const DAY = 86_400_000;
const DUE: Delivery = {
  id: "msg_1",
  alertId: "alert_1",
  event: "ended",
  destinationId: "dest_1",
  destinationTitle: "Chat",
  state: "due",
  notice: "{}",
  createdAt: 0,
  attempts: 0,
  nextAttemptAt: 0,
  lastStatus: null,
  lastError: null,
  mayHaveArrived: false,
  settledAt: null,
};

function stepOf(
  delivery: Partial<Delivery>,
  beginning?: Partial<Delivery>,
  { now = 0, destinationExists = true } = {},
): string {
  const began = beginning === undefined ? undefined : { ...DUE, event: "fired" as const, ...beginning };
  const step = nextStep({ ...DUE, ...delivery }, { beginning: began, destinationExists, now });
  return step.kind === "settle" ? step.state : step.kind;
}

test("an end is sent when its beginning was delivered, or may have been, and skipped when it surely was not", () => {
  assert.equal(stepOf({}, { state: "delivered" }), "send");
  assert.equal(stepOf({}, { state: "failed", mayHaveArrived: true }), "send");
  assert.equal(stepOf({}, { state: "failed", mayHaveArrived: false }), "skipped");
  assert.equal(stepOf({}, undefined), "send");
});

test("a message is tried for three days, and not for a destination that is gone", () => {
  assert.equal(stepOf({ event: "fired" }, undefined, { now: 3 * DAY - 1 }), "send");
  assert.equal(stepOf({ event: "fired" }, undefined, { now: 3 * DAY }), "failed");
  assert.equal(stepOf({ event: "fired" }, undefined, { destinationExists: false }), "cancelled");
});

test("what is settled is never sent again", () => {
  for (const state of ["delivered", "failed", "skipped", "cancelled"] as const) {
    assert.equal(stepOf({ state }), "nothing", state);
  }
});

test("the sentence of an alert says how it ended, and keeps what it said when it fired", () => {
  const alert = liveAlert({ endedAt: 1_600_000 });
  const { text } = alert.explanation;
  const said = (ending: "resolved" | "lapsed" | "withdrawn") => alertSentence(storedAlert(alert, { ending }));
  assert.equal(alertSentence(storedAlert(liveAlert())), text);
  assert.equal(said("resolved"), `Over (resolved after 25 min). When it fired: ${text}`);
  assert.equal(said("lapsed"), `Over (not resolved: no traffic, so it lapsed after 25 min). When it fired: ${text}`);
  assert.match(said("withdrawn"), /^Over \(nobody saw it end: /);
  assert.equal(gaveUpText(3, "answered 500"), "given up after 3 days of attempts; the last one: answered 500");
  assert.equal(gaveUpText(3, null), "given up after 3 days of attempts");
});
