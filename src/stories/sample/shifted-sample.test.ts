import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { DAY_MS } from "#kernel";
import { Dictionaries, type RecordColumns } from "#records";
import { shiftedSample } from "./shifted-sample.ts";

const SAMPLE = gunzipSync(readFileSync(new URL("../../../examples/sample/access.log.gz", import.meta.url)));
const NOW = Date.UTC(2026, 10, 27, 12, 0, 0, 123);

test("the bundled sample is there whole, and its last request starts now", () => {
  const { columns } = shifted(SAMPLE);
  const instants = columns.at.subarray(0, columns.length);
  assert.equal(columns.length, 10_000);
  assert.equal(Math.max(...instants), NOW);
  assert.ok(Math.min(...instants) > NOW - 4 * DAY_MS);
});

test("moving it changes no distance, no order of lines, and nothing else of a record", () => {
  const [now, later] = [shifted(SAMPLE), shifted(SAMPLE, NOW + DAY_MS + 1)];
  for (let row = 0; row < now.columns.length; row++) {
    assert.equal((later.columns.at[row] ?? 0) - (now.columns.at[row] ?? 0), DAY_MS + 1);
    assert.equal(later.columns.status[row], now.columns.status[row]);
  }
});

test("the client is the address, the operation a guess, the API the one that was asked for", () => {
  const { columns, dictionaries } = shifted(Buffer.from(LINE));
  assert.equal(columns.length, 1);
  assert.equal(dictionaries.clients.nameOf(columns.client[0] ?? -1), "203.0.113.7");
  assert.equal(dictionaries.operations.nameOf(columns.operation[0] ?? -1), "GET /orders/{id}");
  assert.equal(dictionaries.apis.nameOf(columns.api[0] ?? -1), "sample");
});

test("a line that is no request is left out; without a line there is no record", () => {
  assert.equal(shifted(Buffer.from(`nonsense\n\n${LINE}`)).columns.length, 1);
  assert.equal(shifted(Buffer.alloc(0)).columns.length, 0);
});

const LINE = '203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET /orders/4711 HTTP/1.1" 200 12 "-" "curl/8"';

function shifted(log: Buffer, now = NOW): { readonly columns: RecordColumns; readonly dictionaries: Dictionaries } {
  const dictionaries = new Dictionaries();
  return { columns: shiftedSample(log, { api: "sample", now, dictionaries, wide: [] }), dictionaries };
}
