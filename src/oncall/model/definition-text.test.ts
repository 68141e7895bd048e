import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readSchedule } from "../grammar/read-schedule.ts";
import { definitionText } from "./definition-text.ts";

const LAYER = { rotate: ["ana"], every: "1 week", from: "2027-01-11T09:00" };

test("a definition says what is kept, whatever people and layers are called", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => /^\S(.*\S)?$/u.test(text) && !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), name, (people, title) => {
      const layers = [
        {
          ...LAYER,
          name: title,
          rotate: [...people, { [title]: { from: "2027-02-01T00:00" } }],
          only: "fri 22:00 - mon 06:00",
        },
        { ...LAYER, priority: -2, only: ["mon-thu 22:00-06:00"] },
      ];
      const entry = JSON.stringify({ zone: "Europe/Madrid", layers });
      const read = readSchedule(definitionText(entry, title), "again");
      assert.equal(read.text, entry);
      assert.equal(read.title, title);
    }),
  );
});

test("letters that look like something else stay letters", () => {
  const entry = JSON.stringify({
    zone: "UTC",
    layers: [{ ...LAYER, rotate: ["007", "true", "null", "1e3", "~", "0x1"] }],
  });
  assert.equal(readSchedule(definitionText(entry, null), "again").text, entry);
});
