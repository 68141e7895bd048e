import assert from "node:assert/strict";
import { test } from "node:test";
import { openDecoder, OUTCOMES } from "#intake";
import { HOUR_MS } from "#kernel";
import { ASKED_DIMENSIONS, type AskedDimension, Dictionaries, dictionaryOf, RecordColumns } from "#records";
import { badDay } from "../bad-day.ts";
import { liveRecords } from "../model/live-records.ts";
import { LiveLines } from "./live-lines.ts";

const LINES = new LiveLines();
const NOW = Date.UTC(2026, 10, 27, 12);

test("a server that reads the line of a record finds all that the record says, and no field that it does not know", () => {
  const records = [...liveRecords(badDay({ now: NOW }), { from: NOW - 3 * HOUR_MS, to: NOW - 2 * HOUR_MS })];
  const names = new Dictionaries();
  const columns = new RecordColumns(records.length);
  const decoder = openDecoder({
    format: "ndjson",
    clientBy: { by: "field", name: "client" },
    api: "",
    onlyApi: false,
    believed: { from: 0, to: Number.MAX_SAFE_INTEGER },
    operationOf: () => assert.fail("the operation is told"),
    numbersAlike: true,
    dimensions: ASKED_DIMENSIONS,
    dictionaries: names,
  });
  for (const [row, record] of records.entries()) {
    const bytes = Buffer.from(LINES.line(record));
    assert.equal(decoder.decode(bytes, 0, bytes.length, columns), null);
    const told = (dimension: AskedDimension): string =>
      dictionaryOf(names, dimension).nameOf(columns[dimension][row] ?? -1);
    const { api, operation, client, method, release, outcome, status, durationUs, responseBytes, at } = record;
    assert.deepEqual(
      [columns.at[row], columns.status[row], columns.durationUs[row], columns.responseBytes[row]],
      [at, status, durationUs, responseBytes],
    );
    assert.deepEqual(
      [
        names.apis.nameOf(columns.api[row] ?? -1),
        names.operations.nameOf(columns.operation[row] ?? -1),
        names.clients.nameOf(columns.client[row] ?? -1),
        OUTCOMES[columns.outcome[row] ?? 0],
        ...ASKED_DIMENSIONS.map(told),
      ],
      [api, operation, client.name, outcome, client.version, client.plan, client.region, release, method],
    );
  }
  assert.equal(decoder.unknownFields.size, 0);
});
