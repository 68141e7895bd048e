import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeSlowly } from "../decoders.ts";
import { agreeAhead, agreeOnLines, agreeTogether, type Scanned } from "./agree-on-lines.testing.ts";
import { editedLine } from "./edited-line.testing.ts";
import { fixtureOptions, liveOptions } from "./ndjson.fixture.ts";
import { NdjsonScanner } from "./ndjson.ts";
import { recordText } from "./record-text.testing.ts";

test("both paths give the same rows for any records, in any order, spacing and shape of numbers", () => {
  fc.assert(
    fc.property(fc.array(recordText(), { minLength: 1, maxLength: 12 }), clientFields(), (lines, field) => {
      agree(
        lines.map((line) => Buffer.from(line)),
        field,
      );
    }),
    { numRuns: 400 },
  );
});

test("both paths agree on lines with flipped, cut, doubled and inserted bytes", () => {
  fc.assert(fc.property(fc.array(editedLine(recordText()), { minLength: 1, maxLength: 8 }), clientFields(), agree), {
    numRuns: 1_500,
  });
});

test("both paths agree on random bytes", () => {
  const json = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123456789.eE-+ntfalsu\\ {"at":"')) });
  fc.assert(
    fc.property(fc.array(fc.oneof(json, fc.string())), (lines) =>
      agree(
        lines.map((line) => Buffer.from(line)),
        "client",
      ),
    ),
    { numRuns: 300 },
  );
});

function clientFields(): fc.Arbitrary<string> {
  return fc.constantFrom("client", "client", "ip", "user", "plan", "status", "durationMs", "at", "path");
}

function agree(lines: readonly Buffer[], field: string): void {
  const ndjson: Scanned<NdjsonScanner> = {
    open: (options) => new NdjsonScanner(options),
    left: (line, scanner) => {
      for (const name of unknownIn(line, field)) scanner.unknownFields.set(name, 1);
    },
  };
  for (const numbersAlike of [false, true]) agreeOnLines(ndjson, lines, fixtureOptions(field, numbersAlike));
  const unmatched: string[] = [];
  agreeOnLines(
    ndjson,
    lines,
    liveOptions(field, (request) => unmatched.push(request)),
  );
  // Each row was read by both paths, and both count what is in no document.
  assert.deepEqual(
    unmatched.filter((_, index) => index % 2 === 0),
    unmatched.filter((_, index) => index % 2 === 1),
  );
  agreeTogether(ndjson, lines, liveOptions(field));
  agreeAhead(ndjson, lines, liveOptions(field));
}

function unknownIn(line: Buffer, field: string): readonly string[] {
  const decoded = decodeSlowly("ndjson", line, fixtureOptions(field).clientBy);
  return "drop" in decoded ? [] : (decoded.unknownFields ?? []);
}
