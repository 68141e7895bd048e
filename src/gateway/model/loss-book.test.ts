import assert from "node:assert/strict";
import { test } from "node:test";
import { type Loss, LossBook } from "./loss-book.ts";

function bookOf(kept: readonly Loss[] = []): LossBook {
  let number = 0;
  return new LossBook(() => `n${++number}`, kept);
}

const at = (from: number, requests = 1, api = "orders") => ({ api, from, to: from + 1, requests });

test("losses of an API that lie close together are one, those of others or of another time are apart", () => {
  const book = bookOf();
  for (const lost of [at(50_000), at(53_000, 2), at(1_000, 4, "parcels"), at(45_000), at(200_000)]) book.note(lost);
  assert.deepEqual(book.untold, [
    { id: "n1", api: "orders", from: 45_000, to: 53_001, requests: 4 },
    { id: "n2", api: "parcels", from: 1_000, to: 1_001, requests: 4 },
    { id: "n3", api: "orders", from: 200_000, to: 200_001, requests: 1 },
  ]);
});

test("what was told is told again under its name when it has grown, also while it was told", () => {
  const book = bookOf();
  book.note(at(1_000));
  const telling = book.untold;
  book.note(at(2_000));
  book.told(telling);
  assert.deepEqual(book.untold, [{ id: "n1", api: "orders", from: 1_000, to: 2_001, requests: 2 }]);
  book.told(book.untold);
  assert.deepEqual(book.untold, []);
  book.note(at(3_000));
  assert.deepEqual(book.untold, [{ id: "n1", api: "orders", from: 1_000, to: 3_001, requests: 3 }]);
});

test("what another process did not tell is told, and goes on to grow", () => {
  const book = bookOf([{ id: "old", ...at(1_000, 9) }]);
  book.note(at(4_000));
  assert.deepEqual(book.untold, [{ id: "old", api: "orders", from: 1_000, to: 4_001, requests: 10 }]);
});

test("however often something is lost, a thousand losses wait at most, and no request is forgotten", () => {
  const book = bookOf();
  for (let minute = 0; minute < 3_000; minute++) book.note(at(minute * 60_000));
  assert.equal(book.untold.length, 1_000);
  assert.equal(
    book.untold.reduce((sum, { requests }) => sum + requests, 0),
    3_000,
  );
});
