import assert from "node:assert/strict";
import { test } from "node:test";
import { quotaLetter, quotaSentence } from "./quota-letter.ts";
import type { QuotaReached } from "./quota-notice.ts";

const REACHED: QuotaReached = {
  subscription: "sub_1",
  client: "harbour-app",
  organisation: "harbour",
  api: "orders",
  title: "Orders",
  plan: "gold",
  threshold: 80,
  used: 4_012_331,
  quota: { requests: 5_000_000, period: "month" },
  period: { from: Date.UTC(2026, 9, 31, 23), to: Date.UTC(2026, 10, 30, 23) },
  zone: "Europe/Berlin",
  at: Date.UTC(2026, 10, 13, 23, 30),
};
const URL = "http://plimsoll.test/clients/harbour-app";

test("the sentence says who used which share of what, and by which day of the plan's zone", () => {
  const said = "harbour-app has used 80 % of its 5,000,000 requests a month for Orders: 4,012,331 by 14 November 2026.";
  assert.equal(quotaSentence(REACHED), said);
  const one = { ...REACHED, used: 1, quota: { requests: 1, period: "day" } } as const;
  assert.match(quotaSentence(one), /has used 100 % of its 1 request a day for Orders: 1 by/);
});

test("a share is rounded down, so none is said before it is reached", () => {
  assert.match(quotaSentence({ ...REACHED, used: 4_999_999 }), /has used 99 % /);
  assert.match(quotaSentence({ ...REACHED, used: 5_000_000 }), /has used 100 % /);
});

test("before a quota is used up its letter says what will happen, from then on what happens", () => {
  const { subject, content } = quotaLetter(REACHED, URL);
  assert.equal(subject, "harbour-app has used 80 % of its requests for Orders");
  assert.match(content.text, /From 100 % on, requests are refused with 429 until 1 December 2026, where the gateway/);
  assert.match(content.text, /If gold is too small, ask for another plan/);
  assert.match(content.text, /http:\/\/plimsoll\.test\/clients\/harbour-app/);
  const gone = quotaLetter({ ...REACHED, threshold: 120, used: 6_000_000 }, URL);
  assert.match(gone.content.text, /Requests are refused with 429 until 1 December 2026, where the gateway/);
  assert.match(gone.content.text, /this is for 120 %/);
});
