import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseRfc3339 } from "../model/rfc3339.ts";
import { DateTimeReader } from "./date-time-reader.ts";
import { LineBytes } from "./line-bytes.ts";

/** Few days and times, so that the next text often shares its day or its minute with the one before. */
const ordinary = fc
  .tuple(
    fc.constantFrom("2026-05-17", "2026-05-18", "2024-02-29", "2023-02-29", "2026-06-31", "0000-01-01", "9999-12-31"),
    fc.constantFrom("T", "t", " "),
    fc.tuple(fc.nat(25), fc.nat(61), fc.nat(61)).map((parts) => parts.map((n) => String(n).padStart(2, "0")).join(":")),
    fc.constantFrom("", ".2", ".250", ".999", ".0004999", "."),
    fc.constantFrom("Z", "z", "+05:30", "-01:00", "+24:00", ""),
  )
  .map((parts) => parts.join(""));

const oneByteWrong = fc
  .tuple(ordinary, fc.nat(30), fc.constantFrom("0", "9", ":", "-", "T", "/", "x", "\u0080", " "))
  .map(([text, at, byte]) => text.slice(0, at) + byte + text.slice(at + 1));

test("a date-time is read as the slow path reads it, or left to it, whatever was read before", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(ordinary, oneByteWrong), { minLength: 1, maxLength: 20 }), (texts) => {
      const reader = new DateTimeReader();
      for (const text of texts) {
        const end = reader.read(lineOf(text), 0);
        if (end === text.length) assert.equal(reader.ms, parseRfc3339(text), text);
        else if (isUsual(text)) assert.equal(parseRfc3339(text), undefined, text);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("any day of the calendar is read, and no other", () => {
  const reader = new DateTimeReader();
  for (let year = 1999; year < 2005; year++) {
    for (let month = 0; month < 14; month++) {
      for (let day = 0; day < 33; day++) {
        const two = (n: number): string => String(n).padStart(2, "0");
        const text = `${year}-${two(month)}-${two(day)}T23:59:58.765Z`;
        const ms = reader.read(lineOf(text), 0) < 0 ? undefined : reader.ms;
        assert.equal(ms, parseRfc3339(text), text);
      }
    }
  }
});

/** What is left to the slow path though it is a date-time is rare: leap seconds, and a fraction of no known length. */
function isUsual(text: string): boolean {
  return !/:60|\u0080/.test(text);
}

function lineOf(text: string): LineBytes {
  const line = new LineBytes();
  const bytes = Buffer.from(text, "latin1");
  assert.ok(line.take(bytes, 0, bytes.length));
  return line;
}
