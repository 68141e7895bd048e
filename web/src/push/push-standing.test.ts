import assert from "node:assert/strict";
import { test } from "node:test";
import { type PushParts, pushStanding, pushText } from "./push-standing.ts";

const ABLE: PushParts = {
  isSecure: true,
  hasWorkers: true,
  hasPush: true,
  isApple: false,
  permission: "default",
  isSubscribed: false,
};

test("a browser is offered push when nothing stands in its way, and else told what does", () => {
  assert.equal(pushStanding(ABLE), "off");
  assert.equal(pushStanding({ ...ABLE, permission: "granted", isSubscribed: true }), "on");
  assert.equal(pushStanding({ ...ABLE, permission: "denied", isSubscribed: true }), "blocked");
  assert.equal(pushStanding({ ...ABLE, isSecure: false, hasWorkers: false }), "insecure");
  assert.equal(pushStanding({ ...ABLE, hasPush: false }), "unsupported");
  assert.equal(pushStanding({ ...ABLE, hasPush: false, isApple: true }), "not-installed");
});

test("what stands in the way is said with what to do", () => {
  for (const standing of ["blocked", "insecure", "not-installed", "unsupported"] as const) {
    assert.match(pushText(standing), /\. (?:Allow|Give|Then open|Take)/);
  }
});
