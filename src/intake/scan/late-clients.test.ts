import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dictionary } from "#kernel";
import { RecordColumns } from "#records";
import { LateClients } from "./late-clients.ts";
import { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";

const names = fc.oneof(
  fc.constantFrom("a", "acme", "client-4711", "sixteen-letters.", "a name of more than sixteen"),
  fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 24 }),
);

test("after settling, each row has the id of its client, over any change of columns and any number of rows", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.nat(1)), { maxLength: 600 }), (written) => {
      const dictionary = new Dictionary(1_000);
      const late = new LateClients(new NameMemo(dictionary, 100));
      const pages = [new RecordColumns(600), new RecordColumns(600)];
      const expected: string[][] = [[], []];
      for (const [name, page] of written) {
        const columns = pages[page]!;
        late.write(...named(name), columns);
        columns.length++;
        expected[page]!.push(name);
      }
      late.settle();
      for (const [page, all] of expected.entries()) {
        assert.deepEqual(
          all.map((_, row) => dictionary.nameOf(pages[page]!.client[row]!)),
          all,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("what was settled is never written again", () => {
  const late = new LateClients(new NameMemo(new Dictionary(10), 10));
  const columns = new RecordColumns(1);
  late.write(...named("acme"), columns);
  late.settle();
  columns.client[0] = 99;
  late.settle();
  assert.equal(columns.client[0], 99);
});

function named(name: string): [LineBytes, number, number] {
  const line = new LineBytes();
  const bytes = Buffer.from(`"${name}"`);
  assert.ok(line.take(bytes, 0, bytes.length));
  return [line, 1, bytes.length - 1];
}
