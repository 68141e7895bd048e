import assert from "node:assert/strict";
import { test } from "node:test";
import { SignInLimits } from "./sign-in-limits.ts";

const TOO_MANY = { code: "session.too-many-attempts" };

test("guesses from a thousand addresses cannot keep the owner out of an address that is known", () => {
  const limits = new SignInLimits();
  let refused = 0;
  for (let n = 0; n < 1_000; n++) {
    try {
      limits.begin({ account: "ana", address: `203.0.${n >> 8}.${n & 255}`, isKnown: false }, 0);
    } catch {
      refused++;
    }
  }
  assert.equal(refused, 900);
  assert.throws(() => limits.begin({ account: "ana", address: "198.51.100.1", isKnown: false }, 1), TOO_MANY);
  limits.begin({ account: "ana", address: "198.51.100.2", isKnown: true }, 1);
  limits.begin({ account: "ana", address: "198.51.100.1", isKnown: false }, 900_000);
});

test("one address may not try fifty accounts, nor move on within its IPv6 network", () => {
  const limits = new SignInLimits();
  for (let n = 0; n < 50; n++) limits.begin({ account: `a${n}`, address: `2001:db8::${n}`, isKnown: false }, 0);
  assert.throws(() => limits.begin({ account: "b", address: "2001:db8::ffff", isKnown: true }, 0), TOO_MANY);
  limits.begin({ account: "b", address: "2001:db8:1::1", isKnown: true }, 0);
});

test("signing in rightly is no guess: it is not held against anybody", () => {
  const limits = new SignInLimits();
  const ana = { account: "ana", address: "203.0.113.7", isKnown: false };
  for (let n = 0; n < 500; n++) {
    limits.begin(ana, 0);
    limits.succeeded(ana);
  }
});

test("invented names fill a bounded memory", () => {
  const limits = new SignInLimits();
  for (let n = 0; n < 30_000; n++) limits.begin({ account: `a${n}`, address: `x${n}`, isKnown: false }, 0);
  assert.deepEqual(limits.sizes, { pair: 10_000, address: 10_000, account: 10_000 });
});
