import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bar, clipped, printable, sparkline, table, wrapped } from "./layout.ts";

test("wrapped text keeps its words, its indent and its width, and a number keeps its unit", () => {
  const words = fc.array(fc.constantFrom("a", "requests", "99.9 %", "3 d", "of"), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(words, (parts) => {
      const lines = wrapped(parts.join(" "), "    ", 30);
      assert.equal(lines.map((line) => line.trim()).join(" "), parts.join(" "));
      for (const line of lines) {
        assert(line.startsWith("    ") && line.length <= 30, line);
        assert(!/^ *(%|d)( |$)/.test(line), line);
      }
    }),
  );
});

test("no text from a log can steer a terminal", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 5, max: 40 }), (text, width) => {
      for (const shown of [printable(text), clipped(text, width), ...wrapped(text)]) {
        assert(!/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(shown));
      }
      assert(clipped(text, width).length <= width);
    }),
  );
});

test("a clipped name keeps its start and its end", () => {
  assert.equal(clipped("GET /orders/{id}", 16), "GET /orders/{id}");
  assert.equal(clipped("GET /a/very/long/path/to/items", 16), "GET /a/ver…items");
});

test("sparks are as high as their share of the highest, and nothing is blank", () => {
  assert.equal(sparkline([0, 1, 4, 8]), " ▁▄█");
  assert.equal(sparkline([]), "");
});

test("a bar is full at its whole and beyond, and never below empty", () => {
  assert.deepEqual(
    [-1, 0, 0.5, 1, 4.7].map((share) => bar(share, 4)),
    ["░░░░", "░░░░", "██░░", "████", "████"],
  );
});

test("a table aligns names left and figures right", () => {
  assert.deepEqual(
    table([
      ["client", "bad"],
      ["a", "1,204"],
    ]),
    ["  client    bad", "  a       1,204"],
  );
});
