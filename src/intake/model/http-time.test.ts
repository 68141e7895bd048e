import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseClfTime, parseHaproxyTime } from "./http-time.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

test("a common log time is the instant that the calendar says, in every zone", () => {
  const instants = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2099, 11, 31) }).map((ms) => ms - (ms % 1000));
  fc.assert(
    fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
      const local = new Date(at + offset * 60_000);
      const two = (value: number): string => String(value).padStart(2, "0");
      const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
      const date = `${two(local.getUTCDate())}/${MONTHS[local.getUTCMonth()]}/${local.getUTCFullYear()}`;
      assert.equal(parseClfTime(`${date}:${local.toISOString().slice(11, 19)} ${zone}`), at);
    }),
  );
});

test("days and times that do not exist are no instants", () => {
  const impossible = [
    "31/Feb/2015:10:05:03 +0000",
    "29/Feb/2015:10:05:03 +0000",
    "00/May/2015:10:05:03 +0000",
    "17/Mai/2015:10:05:03 +0000",
    "17/May/2015:24:05:03 +0000",
    "17/May/2015:10:60:03 +0000",
    "17/May/2015:10:05:61 +0000",
    "17/May/2015:10:05:03 +2400",
    "17/May/2015:10:05:03 +0060",
    "17/May/2015:10:05:03",
    "7/May/2015:10:05:03 +0000",
    "",
  ];
  for (const text of impossible) assert.equal(parseClfTime(text), undefined, text);
  assert.equal(parseHaproxyTime("31/Feb/2009:12:14:14.655"), undefined);
  assert.equal(parseHaproxyTime("06/Feb/2009:12:14:14"), undefined);
});

test("29 February exists in leap years only, 2000 included and 2100 not", () => {
  assert.equal(parseClfTime("29/Feb/2016:00:00:00 +0000"), Date.UTC(2016, 1, 29));
  assert.equal(parseClfTime("29/Feb/2000:00:00:00 +0000"), Date.UTC(2000, 1, 29));
  assert.equal(parseClfTime("29/Feb/2100:00:00:00 +0000"), undefined);
});

test("a leap second stays in the minute in which it was logged", () => {
  assert.equal(parseClfTime("30/Jun/2015:23:59:60 +0000"), Date.UTC(2015, 5, 30, 23, 59, 59, 999));
  assert.equal(parseHaproxyTime("30/Jun/2015:23:59:60.500"), Date.UTC(2015, 5, 30, 23, 59, 59, 999));
});

test("HAProxy's time has milliseconds and is read as UTC", () => {
  assert.equal(parseHaproxyTime("06/Feb/2009:12:14:14.655"), Date.UTC(2009, 1, 6, 12, 14, 14, 655));
});
