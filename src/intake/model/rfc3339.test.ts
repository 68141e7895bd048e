import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { midnightMs, parseRfc3339 } from "./rfc3339.ts";

test("RFC 3339 is read with any fraction, any zone, and lower-case letters, floored to the millisecond", () => {
  const at = Date.UTC(2026, 4, 17, 10, 5, 3);
  const cases: [string, number | undefined][] = [
    ["2026-05-17T10:05:03Z", at],
    ["2026-05-17t10:05:03z", at],
    ["2026-05-17T10:05:03.2Z", at + 200],
    ["2026-05-17T10:05:03.999999999Z", at + 999],
    ["2026-05-17T12:05:03+02:00", at],
    ["2026-05-17T04:35:03-05:30", at],
    ["2026-05-17T10:05:03-00:00", at],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1) - 1],
    ["2026-02-29T00:00:00Z", undefined],
    ["1900-02-29T00:00:00Z", undefined],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-00-01T00:00:00Z", undefined],
    ["2026-05-17T24:00:00Z", undefined],
    ["2026-05-17T10:60:00Z", undefined],
    ["2026-05-17T10:05:61Z", undefined],
    ["2026-05-17T10:05:03+24:00", undefined],
    ["2026-05-17T10:05:03", undefined],
    ["2026-05-17 10:05:03Z", undefined],
    ["2026-05-17T10:05:03.Z", undefined],
    ["2026-05-17T10:05Z", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of cases) assert.equal(parseRfc3339(text), expected, text);
});

test("every instant of four-digit years is read back from its text", () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date("0000-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59.999Z"),
        noInvalidDate: true,
      }),
      (date) => {
        assert.equal(parseRfc3339(date.toISOString()), date.getTime());
      },
    ),
  );
});

test("midnight is that of the Gregorian calendar, and days that do not exist have none", () => {
  assert.equal(midnightMs(1970, 1, 1), 0);
  assert.equal(midnightMs(1969, 12, 31), -86_400_000);
  assert.equal(midnightMs(2026, 6, 31), undefined);
});
