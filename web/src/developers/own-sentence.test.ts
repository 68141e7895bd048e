import assert from "node:assert/strict";
import { test } from "node:test";
import { type OwnPlan, ownSentence } from "./own-sentence.ts";

const gold: OwnPlan = { client: "shop", api: "orders", plan: "gold", share: 0.59 };

test("a developer reads first how many clients there are, and what is left to the one nearest to its quota", () => {
  assert.equal(
    ownSentence(["Acme Ltd"], ["shop", "app"], [gold]),
    "Acme Ltd has 2 clients; one is on gold for orders with 41 % of its quota left.",
  );
  assert.equal(
    ownSentence(["Acme Ltd"], ["shop", "app"], [{ ...gold, client: "app", share: 0.1 }, gold]),
    "Acme Ltd has 2 clients; the nearest to its quota: shop is on gold for orders with 41 % of its quota left.",
  );
  assert.equal(
    ownSentence(["Acme Ltd"], ["shop"], [{ ...gold, share: null }]),
    "Acme Ltd has 1 client; it is on gold for orders.",
  );
});

test("what is not there yet is said, and a quota that is overdrawn leaves nothing", () => {
  assert.equal(ownSentence(["Acme Ltd"], [], []), "Acme Ltd has no client yet.");
  assert.equal(ownSentence(["Acme", "Beta"], ["a", "b"], []), "Acme and Beta have 2 clients, on no plan yet.");
  assert.match(ownSentence(["Acme"], ["a"], [{ ...gold, share: 1.2 }]), /with 0 % of its quota left/);
});
