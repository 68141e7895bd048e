import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvText, unguarded } from "#kernel";
import { readCsv } from "./csv.ts";

const textsOf = (text: string): string[][] => readCsv(text).rows.map((row) => row.map((cell) => cell.text));

test("cells, quotes and line ends are read as RFC 4180 has them, with the place of each", () => {
  const text = '\uFEFFa,b\r\n"x ""y"", z",2\n\n"two\nlines",3\r\n,';
  assert.deepEqual(textsOf(text), [
    ["a", "b"],
    ['x "y", z', "2"],
    ["two\nlines", "3"],
    ["", ""],
  ]);
  const places = readCsv(text).rows.map((row) => row.map(({ line, column }) => `${line}:${column}`).join(" "));
  assert.deepEqual(places, ["1:1 1:3", "2:1 2:14", "4:1 5:8", "6:1 6:2"]);
  assert.deepEqual(textsOf(""), []);
});

test("what is no CSV is told with its place, all at once", () => {
  const { faults } = readCsv('a,"b"c\nd"e,f\n"open');
  assert.deepEqual(
    faults.map(({ line, column, detail }) => `${line}:${column} ${detail}`),
    [
      "1:3 goes on behind its closing quote",
      '2:1 has a " in a cell that is not in quotes',
      "3:1 begins with a quote that is never closed",
    ],
  );
});

test("what is written is read back as it was, and no cell begins as a formula", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("=1+1", "-2", "@x", "+3", "'=x", "''", "\t=x", 'a"b', "a,b", "\r\n"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const written = csvText(rows);
      const read = textsOf(written);
      assert.deepEqual(
        read.map((row) => row.map(unguarded)),
        rows,
      );
      for (const text of read.flat()) assert.ok(!/^[=+\-@\t\r]/.test(text), JSON.stringify(text));
    }),
  );
});

test("a hostile text of a million quotes is read in one go", () => {
  const began = performance.now();
  for (const text of [
    '"'.repeat(1_000_000),
    '"",'.repeat(300_000),
    `"${'""'.repeat(500_000)}`,
    ",".repeat(1_000_000),
  ]) {
    readCsv(text);
  }
  assert.ok(performance.now() - began < 4_000);
});
