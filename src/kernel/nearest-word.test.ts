import assert from "node:assert/strict";
import { test } from "node:test";
import { closeWord, nearestWord } from "./nearest-word.ts";

const KNOWN = ["availability", "latency", "window", "perClient"];

test("the nearest word is that with the fewest letters to change, whatever the case", () => {
  assert.equal(nearestWord("availabilty", KNOWN), "availability");
  assert.equal(nearestWord("widnow", KNOWN), "window");
  assert.equal(nearestWord("PERCLIENT", KNOWN), "perClient");
  assert.equal(nearestWord("anything", []), "");
});

test("a close word is offered only when at most a third of its letters differ; a swap counts as one", () => {
  assert.equal(closeWord("widnow", KNOWN), "window");
  assert.equal(closeWord("tn", ["in"]), "in");
  assert.equal(closeWord("throughput", KNOWN), undefined);
  assert.equal(closeWord("l".repeat(100_000), KNOWN), undefined);
});
