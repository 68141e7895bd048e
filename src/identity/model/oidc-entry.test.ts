import assert from "node:assert/strict";
import { test } from "node:test";
import { type EntryFacts, entryOf } from "./oidc-entry.ts";
import { personRow } from "./person.ts";

const BOB = personRow({ id: "per_b", name: "Bob", handle: "bob", mail: "bob@x.org", roles: [], now: 1 });
const EVE = personRow({ id: "per_e", name: "Eve", handle: "eve", mail: "eve@x.org", roles: [], now: 1 });
const FOR_EVE = {
  id: "inv_1",
  sha256: "",
  mail: "eve@x.org",
  mail_key: "eve@x.org",
  name: null,
  roles: "[]",
  organisation: null,
  person_id: null,
  created_at: 1,
  created_by: "Ana",
  sent_at: 1,
  expires_at: 9,
};
const NOTHING: EntryFacts = {
  bound: undefined,
  ofMail: undefined,
  isOtherwiseBound: false,
  mailKey: null,
  invitation: undefined,
  invited: undefined,
};

const kindOf = (facts: Partial<EntryFacts>): string => {
  const entry = entryOf({ ...NOTHING, ...facts });
  return entry.kind === "refuse" ? entry.why : entry.kind;
};

test("who is bound comes in without an address; the first time takes one that is verified and somebody's", () => {
  assert.equal(kindOf({}), "unverified");
  assert.equal(kindOf({ bound: BOB }), "enter");
  assert.equal(kindOf({ mailKey: "bob@x.org", ofMail: BOB }), "bind");
  assert.equal(kindOf({ mailKey: "eve@x.org" }), "unknown");
  assert.equal(kindOf({ mailKey: "bob@x.org", ofMail: BOB, isOtherwiseBound: true }), "bound-elsewhere");
  assert.equal(kindOf({ bound: EVE, mailKey: "bob@x.org", ofMail: BOB, isOtherwiseBound: true }), "enter");
});

test("an address that is only claimed binds nobody; who is bound already comes in", () => {
  const claimed = { ...BOB, mail_claimed: 1 };
  const facts = { mailKey: "bob@x.org", ofMail: claimed };
  assert.equal(kindOf(facts), "claimed");
  assert.equal(kindOf({ ...facts, invitation: { ...FOR_EVE, mail_key: "bob@x.org" }, invited: claimed }), "claimed");
  assert.equal(kindOf({ ...facts, bound: claimed }), "enter");
});

test("who is disabled stays out, whichever way", () => {
  const disabled = { ...BOB, disabled_at: 5 };
  assert.equal(kindOf({ bound: disabled }), "disabled");
  assert.equal(kindOf({ mailKey: "bob@x.org", ofMail: disabled }), "disabled");
});

test("an invitation is for its address and its account only", () => {
  const invitation = FOR_EVE;
  assert.equal(kindOf({ invitation, mailKey: "eve@x.org" }), "make");
  assert.equal(kindOf({ invitation, mailKey: "bob@x.org", ofMail: BOB }), "other-address");
  assert.equal(kindOf({ invitation, invited: EVE, mailKey: "eve@x.org", ofMail: EVE }), "bind");
  assert.equal(kindOf({ invitation, invited: EVE, bound: EVE }), "enter");
  assert.equal(kindOf({ invitation, invited: EVE, bound: BOB, mailKey: "eve@x.org", ofMail: EVE }), "other-address");
  assert.equal(kindOf({ invitation, bound: BOB, mailKey: "eve@x.org" }), "enter", "an address of Bob's too");
});
