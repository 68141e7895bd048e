import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import type { Change } from "../engine/change.ts";
import { Engine } from "../engine/engine.ts";
import { Instances } from "../engine/instances.ts";
import { AVAILABILITY_999, START } from "../recorded.testing.ts";
import { AlertBook } from "./alert-book.ts";

const FIRST = START + 2 * HOUR_MS;
const PAIR_SHORT_MS = 5 * MINUTE_MS;

/** A book over two hours of nothing but errors; what begins and ends is told to it by the test. */
function bookOf(): AlertBook {
  const engine = new Engine({
    instances: new Instances([{ objective: AVAILABILITY_999, clients: new Int32Array(0) }]),
    startedAt: START,
    guard: false,
  });
  for (let at = START; at < FIRST; at += MINUTE_MS) engine.count(at, 0, { valid: 10, bad: 10 });
  engine.tick(FIRST);
  return new AlertBook(engine, false);
}

function change(at: number, rule: number, what: Change["what"]): Change {
  return { at, row: 0, rule, what, valid: 100, bad: 100 };
}

test("an alert whose one pair ends at the instant at which another begins goes on", () => {
  const book = bookOf();
  book.apply(FIRST, [change(FIRST, 0, "begins")]);
  const later = FIRST + HOUR_MS;
  book.apply(later, [change(later, 0, "ends"), change(later, 1, "begins")]);
  assert.equal(book.alerts.length, 1);
  assert.equal(book.findFiring(0, "page"), book.alerts[0]);
  assert.deepEqual(
    book.alerts[0]?.held.map(({ rule, to }) => [rule, to]),
    [
      [0, later],
      [1, null],
    ],
  );
});

test("an alert ends as its last pair does: lapsed when that one had no traffic any more, else resolved", () => {
  for (const [what, end] of [
    ["ends", "resolved"],
    ["lapses", "lapsed"],
  ] as const) {
    const book = bookOf();
    book.apply(FIRST, [change(FIRST, 0, "begins"), change(FIRST, 1, "begins")]);
    book.apply(FIRST + MINUTE_MS, [change(FIRST + MINUTE_MS, 0, "ends")]);
    assert.equal(book.alerts[0]?.end, null);
    book.apply(FIRST + HOUR_MS, [change(FIRST + HOUR_MS, 1, what)]);
    assert.deepEqual([book.alerts[0]?.end, book.alerts[0]?.endedAt], [end, FIRST + HOUR_MS]);
  }
});

test("what fires again less than a short window after its own end only goes on; a whole short window later it is news", () => {
  for (const [pauseMs, goesOn] of [
    [PAIR_SHORT_MS - 10_000, true],
    [PAIR_SHORT_MS, false],
  ] as const) {
    const book = bookOf();
    book.apply(FIRST, [change(FIRST, 0, "begins")]);
    book.apply(FIRST + MINUTE_MS, [change(FIRST + MINUTE_MS, 0, "ends")]);
    const again = FIRST + MINUTE_MS + pauseMs;
    book.apply(again, [change(again, 0, "begins")]);
    assert.equal(book.alerts[0]?.audibleAt, FIRST);
    assert.equal(book.alerts[1]?.goesOn, goesOn, `${pauseMs} ms`);
  }
});

test("each pair that begins or ceases to hold while an alert fires is handed over, once; the last end is an end, no change", () => {
  const book = bookOf();
  const after = (at: number, ...changes: Change[]): unknown => {
    book.apply(at, changes);
    const { fired, changed, ended } = book.take();
    return [fired.length, changed.length, ended.length];
  };
  assert.deepEqual(after(FIRST, change(FIRST, 0, "begins")), [1, 1, 0]);
  assert.deepEqual(after(FIRST + MINUTE_MS, change(FIRST + MINUTE_MS, 1, "begins")), [0, 1, 0]);
  assert.deepEqual(after(FIRST + 2 * MINUTE_MS), [0, 0, 0]);
  assert.deepEqual(after(FIRST + HOUR_MS, change(FIRST + HOUR_MS, 0, "ends")), [0, 1, 0]);
  assert.deepEqual(after(FIRST + 2 * HOUR_MS, change(FIRST + 2 * HOUR_MS, 1, "ends")), [0, 0, 1]);
});
