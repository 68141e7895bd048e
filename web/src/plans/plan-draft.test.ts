import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, draftOf, planAfter } from "./plan-draft.ts";
import type { Plan } from "./plan-queries.ts";

const SAID = {
  title: "Gold",
  apis: ["orders"],
  rateLimit: "50/s",
  burst: 100,
  quota: "5M/month",
  price: null,
  access: "automatic",
  visibility: "private",
  organisations: ["acme"],
  operations: ["GET /orders"],
  zone: "Europe/Madrid",
} as const;
const GOLD: Plan = {
  ...SAID,
  plan: "gold",
  description: "",
  apis: [...SAID.apis],
  organisations: [...SAID.organisations],
  operations: [...SAID.operations],
  createdAt: "2027-01-01T00:00:00Z",
  retiredAt: null,
  revision: 3,
  managedBy: null,
  taken: null,
  findings: [],
};

test("a plan that is opened and not touched is saved as it is, and shown as unchanged", () => {
  const draft = draftOf(GOLD);
  assert.deepEqual(planAfter(GOLD, draft), GOLD);
  assert.deepEqual(bodyOf(draft), SAID);
});

test("an empty line takes the limit away, no API means all, and a public plan names no organisation", () => {
  const draft = { ...draftOf(GOLD), lines: { ...draftOf(GOLD).lines, quota: " ", burst: "many" }, apis: [] };
  const body = bodyOf({ ...draft, visibility: "public" }) as Partial<Plan>;
  assert.deepEqual([body.quota, body.burst, body.apis, body.organisations], [null, "many", null, []]);
  assert.deepEqual(planAfter(GOLD, { ...draft, visibility: "public" }).organisations, []);
});
