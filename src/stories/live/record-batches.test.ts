import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { badDay } from "../bad-day.ts";
import { empty } from "../empty.ts";
import { LiveLines } from "../lines/live-lines.ts";
import { liveRecords } from "../model/live-records.ts";
import { recordBatches } from "./record-batches.ts";

const LINES = new LiveLines();
const NOW = Date.UTC(2026, 10, 27, 12);
const STORY = badDay({ now: NOW });
const SPAN = { from: NOW - 3 * HOUR_MS - 7 * MINUTE_MS, to: NOW - 11 * MINUTE_MS };
const BATCHES = [...recordBatches(STORY, SPAN)];

test("the batches of a span hold its records, each once, in order", () => {
  const lines = [...liveRecords(STORY, SPAN)].map((record) => `${LINES.line(record)}\n`);
  assert.equal(BATCHES.map(({ body }) => body.toString()).join(""), lines.join(""));
  assert.equal(
    BATCHES.reduce((sum, { records }) => sum + records, 0),
    lines.length,
  );
});

test("batches lie side by side, and those that are whole are the same whatever span they are part of", () => {
  for (const [index, { from }] of BATCHES.entries()) assert.equal(from, BATCHES[index - 1]?.to ?? SPAN.from);
  const later = [...recordBatches(STORY, { from: NOW - 3 * HOUR_MS, to: NOW })];
  const keys = new Map(later.map(({ idempotencyKey, body }) => [idempotencyKey, body.toString()]));
  const shared = BATCHES.slice(1, -1);
  assert.ok(shared.length >= 4);
  for (const { idempotencyKey, body } of shared) assert.equal(keys.get(idempotencyKey), body.toString());
});

test("no two batches that differ share a key", () => {
  const others = [
    ...recordBatches(badDay({ now: NOW + MINUTE_MS }), SPAN),
    ...recordBatches(STORY, { ...SPAN, to: SPAN.to + MINUTE_MS }),
  ];
  const all = new Map([...BATCHES, ...others].map(({ idempotencyKey, body }) => [body.toString(), idempotencyKey]));
  assert.equal(new Set(all.values()).size, all.size);
});

test("a batch stays far below what a server takes at once, also while a client hammers", () => {
  const sizes = [...recordBatches(STORY, { from: NOW - 2 * HOUR_MS, to: NOW })].map(({ body }) => body.length);
  assert.ok(Math.max(...sizes) < 8_000_000, `${Math.max(...sizes)} bytes`);
});

test("without a record there is no batch", () => {
  assert.deepEqual([...recordBatches(empty({ now: NOW }), SPAN)], []);
  assert.deepEqual([...recordBatches(STORY, { from: NOW, to: NOW })], []);
});
