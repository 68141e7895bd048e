import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { BlockCodec } from "./block.ts";
import { NUMBER_COLUMNS, type NumberColumn, RecordColumns } from "../columns.ts";
import { WIDE_FIELDS, type WideField } from "../wide-columns.ts";

const unpack = (bytes: Uint8Array): Uint8Array => bytes;
const utf8 = new TextEncoder();

suite("block of records", () => {
  test("any rows come back as they were: numbers of any size and sign, fractions, and texts of each kind", () =>
    fc.assert(
      fc.property(fc.array(anyRow(), { maxLength: 60 }), (rows) => {
        const columns = columnsOf(rows);
        const out = new ByteWriter();
        const codec = new BlockCodec();
        codec.encode(columns, out);
        const read = new RecordColumns(60, WIDE_FIELDS);
        codec.decode(new ByteReader(out.written()), read, { unpack });
        assert.deepEqual(plain(read), plain(columns));
      }),
    ));

  test("columns that are not wanted are left as they are, and the others are right", () => {
    const columns = columnsOf([{ at: 5, status: 200, client: 7, traceId: "0".repeat(32), path: "/x" }]);
    const out = new ByteWriter();
    const codec = new BlockCodec();
    codec.encode(columns, out);
    const read = new RecordColumns(1, WIDE_FIELDS);
    codec.decode(new ByteReader(out.written()), read, { unpack, wanted: new Set(["client", "path"]) });
    assert.deepEqual([read.length, read.client[0], read.wide?.path?.textOf(0)], [1, 7, "/x"]);
    assert.deepEqual([read.at[0], read.status[0], read.wide?.traceId?.textOf(0)], [0, 0, ""]);
  });

  test("trace ids take half their digits, and one that is none does no harm to the others", () => {
    const ids = Array.from({ length: 100 }, (_, row) => row.toString(16).padStart(32, "a"));
    const size = (traceIds: readonly string[]): number => {
      const out = new ByteWriter();
      new BlockCodec().encode(columnsOf(traceIds.map((traceId) => ({ traceId }))), out);
      return out.length;
    };
    assert.ok(size(ids) < 100 * 16 + 100);
    assert.ok(size([...ids.slice(1), "A".repeat(32)]) > 100 * 32);
  });
});

type Row = Partial<Record<NumberColumn, number> & Record<WideField, string>>;

function anyRow(): fc.Arbitrary<Row> {
  const id = fc.integer({ min: -1, max: 100_000 });
  const number = fc.oneof(
    fc.integer({ min: -1, max: 70_000 }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.constantFrom(2 ** 51, 2 ** 51 + 1, -(2 ** 51), 2 ** 48 - 1, 2 ** 48),
  );
  return fc.record(
    {
      at: fc.oneof(number, fc.integer({ min: 1.7e12, max: 1.7e12 + 5_000 })),
      durationUs: number,
      status: fc.nat(65_535),
      outcome: fc.nat(255),
      api: id,
      client: id,
      responseBytes: number,
      method: id,
      traceId: fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f]{32}$/)),
      path: fc.string({ unit: "grapheme" }),
    },
    { requiredKeys: [] },
  );
}

function columnsOf(rows: readonly Row[]): RecordColumns {
  const columns = new RecordColumns(Math.max(1, rows.length), WIDE_FIELDS);
  for (const [index, row] of rows.entries()) {
    for (const name of NUMBER_COLUMNS) if (row[name] !== undefined) columns[name][index] = row[name];
    for (const field of WIDE_FIELDS) {
      const bytes = utf8.encode(row[field] ?? "");
      if (bytes.length > 0) columns.wide?.[field]?.write(index, bytes, [0, bytes.length]);
    }
  }
  columns.length = rows.length;
  return columns;
}

/** With −0 as 0: the log does not tell them apart. */
function plain(columns: RecordColumns): unknown[] {
  return Array.from({ length: columns.length }, (_, row) => [
    ...NUMBER_COLUMNS.map((name) => (columns[name][row] as number) + 0),
    ...WIDE_FIELDS.map((field) => columns.wide?.[field]?.textOf(row)),
  ]);
}
