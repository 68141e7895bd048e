import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isRoutingKey, type PagerDutyEvent, pagerDutyMessage } from "./pager-duty.ts";

const EVENT: PagerDutyEvent = {
  routingKey: "0123456789abcdef0123456789ABCDEF",
  action: "trigger",
  dedupKey: "alert_1",
  summary: "orders/availability burns",
  source: "orders",
  severity: "critical",
  timestamp: "2026-01-01T00:00:00Z",
  customDetails: { bad: 3 },
  links: [{ href: "https://plimsoll.example/alerts/1", text: "Open in Plimsoll" }],
};

test("an event has the shape of Events API v2", () => {
  const { url, body } = pagerDutyMessage(EVENT);
  assert.equal(url, "https://events.pagerduty.com/v2/enqueue");
  assert.deepEqual(JSON.parse(body), {
    routing_key: EVENT.routingKey,
    event_action: "trigger",
    dedup_key: "alert_1",
    client: "Plimsoll",
    payload: {
      summary: "orders/availability burns",
      source: "orders",
      severity: "critical",
      timestamp: "2026-01-01T00:00:00Z",
      custom_details: { bad: 3 },
    },
    links: [{ href: "https://plimsoll.example/alerts/1", text: "Open in Plimsoll" }],
  });
});

test("another base is used as it is, with or without a slash at its end", () => {
  for (const base of ["https://events.eu.pagerduty.com", "https://events.eu.pagerduty.com/"]) {
    assert.equal(pagerDutyMessage(EVENT, base).url, "https://events.eu.pagerduty.com/v2/enqueue");
  }
});

test("no summary and no key is longer than PagerDuty takes, and none ends in half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 1_500 }), (text) => {
      const sent = JSON.parse(pagerDutyMessage({ ...EVENT, summary: text, dedupKey: text }).body) as {
        dedup_key: string;
        payload: { summary: string };
      };
      assert.ok(sent.payload.summary.length <= 1_024 && sent.dedup_key.length <= 255);
      if (text.isWellFormed()) assert.ok(sent.payload.summary.isWellFormed() && sent.dedup_key.isWellFormed());
    }),
  );
});

test("an integration key has 32 letters and digits", () => {
  assert.deepEqual(
    [EVENT.routingKey, "short", `${EVENT.routingKey}0`, EVENT.routingKey.replace("a", "-")].map(isRoutingKey),
    [true, false, false, false],
  );
});
