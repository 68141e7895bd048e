import assert from "node:assert/strict";
import { test } from "node:test";
import { base32Text, codeOf, matchingStep, stepOf } from "./actions/one-time-code.ts";

const SECRET = Buffer.from("12345678901234567890");

test("codes are those of RFC 6238 and of RFC 4226", () => {
  const vectors: Readonly<Record<number, string>> = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
  };
  for (const [seconds, code] of Object.entries(vectors)) {
    assert.equal(codeOf(SECRET, stepOf(Number(seconds) * 1_000), 8), code);
  }
  assert.deepEqual(
    [0, 1, 9].map((step) => codeOf(SECRET, step)),
    ["755224", "287082", "520489"],
  );
});

test("a code is taken in its step and those beside it, and only after the one that was used", () => {
  const now = 1_800_000_015_000;
  const step = stepOf(now);
  for (const offset of [-1, 0, 1]) {
    assert.equal(matchingStep(SECRET, codeOf(SECRET, step + offset), { now, used: 0 }), step + offset);
  }
  for (const offset of [-2, 2]) {
    assert.equal(matchingStep(SECRET, codeOf(SECRET, step + offset), { now, used: 0 }), undefined);
  }
  assert.equal(matchingStep(SECRET, codeOf(SECRET, step), { now, used: step }), undefined);
  for (const none of ["", "12345", "1234567", "abcdef"]) {
    assert.equal(matchingStep(SECRET, none, { now, used: 0 }), undefined);
  }
});

test("a secret is written in the base 32 of RFC 4648", () => {
  const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map((text) => base32Text(Buffer.from(text)));
  assert.deepEqual(texts, ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]);
});
