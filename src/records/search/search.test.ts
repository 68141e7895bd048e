import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { Random, Refusal } from "#kernel";
import { NUMBER_COLUMNS } from "../model/columns.ts";
import type { RecordLog } from "../log/record-log.ts";
import { AT, drawColumns, inDirectory, openLog, type PlainRow, plainRows } from "../log/records.testing.ts";
import { ACCEPTS_SIZE, acceptIndex, type RecordQuery } from "./record-query.ts";

const CLIENTS = 5;

suite("search of records", () => {
  test("page by page it finds what a filter over all rows finds, newest first, whatever was compressed meanwhile", () =>
    fc.assert(
      fc.asyncProperty(anyQuery(), fc.nat(1_000), fc.constantFrom(1, 100, 1_000_000), (asked, seed, searchRowsMax) =>
        inDirectory(async (directory) => {
          const limits = { freeBytesMin: 0, segmentBytesMax: 4_000, searchRowsMax };
          const { log } = await openLog(directory, { limits });
          const all = await fill(log, new Random(seed));
          try {
            const query = { ...asked, ...(asked.traceId === undefined ? {} : { traceId: String(all[3]?.[TRACE]) }) };
            const found: PlainRow[] = [];
            let cursor: string | null = null;
            for (let calls = 0; calls === 0 || cursor !== null; calls++) {
              assert.ok(calls < 1_000, "it does not move on");
              const page = await log.search({ ...query, ...(cursor === null ? {} : { cursor }) });
              assert.ok(page.columns.length <= query.limit);
              assert.equal(page.complete, page.next === null);
              found.push(...plainRows(page.columns));
              cursor = page.next;
              if (calls === 1) await log.settled();
            }
            assert.deepEqual(found, filtered(all, query));
          } finally {
            await log.close();
          }
        }),
      ),
      { numRuns: 60 },
    ));

  test("a name that the log never met is not found, and is not remembered either", () =>
    inDirectory(async (directory) => {
      const { log } = await openLog(directory);
      await fill(log, new Random(1));
      const page = await log.search({ from: 0, to: AT * 2, clients: ["nobody"], limit: 10 });
      assert.deepEqual([page.columns.length, page.next, page.scanned], [0, null, 0]);
      assert.equal(log.names.clients.findId("nobody"), undefined);
      await log.close();
    }));

  test("a cursor that no page gave is refused", () =>
    inDirectory(async (directory) => {
      const { log } = await openLog(directory);
      await assert.rejects(
        log.search({ from: 0, to: AT * 2, limit: 10, cursor: "1e9" }),
        (error) => error instanceof Refusal && error.code === "records.bad-cursor",
      );
      await log.close();
    }));
});

const TRACE = NUMBER_COLUMNS.length;

function anyQuery(): fc.Arbitrary<RecordQuery> {
  return fc
    .record(
      {
        limit: fc.constantFrom(1, 2, 7, 50, 1_000),
        span: fc.tuple(fc.nat(6_000), fc.nat(6_000)),
        clients: fc.option(
          fc.uniqueArray(
            fc.nat(CLIENTS).map((id) => `client ${id}`),
            { minLength: 1, maxLength: 3 },
          ),
        ),
        operation: fc.nat(3).map((id) => `operation ${id}`),
        minDurationUs: fc.nat(1_000_000),
        statusFrom: fc.nat(600),
        traceId: fc.constant("its own"),
      },
      { requiredKeys: ["limit", "span"] },
    )
    .map(({ span, statusFrom, ...rest }) => ({
      from: AT + Math.min(...span) - 50,
      to: AT + Math.max(...span),
      ...rest,
      ...(statusFrom === undefined ? {} : { accepts: acceptsFrom(statusFrom) }),
    }));
}

function acceptsFrom(statusFrom: number): Uint8Array {
  const accepts = new Uint8Array(ACCEPTS_SIZE);
  for (let status = statusFrom; status < 1_000; status++) {
    for (let outcome = 0; outcome < 16; outcome++) accepts[acceptIndex(status, outcome, 0)] = 1;
  }
  return accepts;
}

/** Batches in some disorder: one in four is older than all before it. */
async function fill(log: RecordLog, random: Random): Promise<PlainRow[]> {
  for (let id = 0; id < CLIENTS; id++) log.names.clients.idOf(`client ${id}`);
  for (let id = 0; id < 4; id++) log.names.operations.idOf(`operation ${id}`);
  const all: PlainRow[] = [];
  for (let batch = 0; batch < 8; batch++) {
    const columns = drawColumns(random, 1 + random.below(60));
    const start = random.below(4) === 0 ? 0 : batch * 600;
    for (let row = 0; row < columns.length; row++) {
      columns.at[row] = AT + start + random.below(700);
      columns.client[row] = random.below(CLIENTS + 1) - 1;
      columns.operation[row] = random.below(4);
    }
    await log.append({ columns: [columns] });
    all.push(...plainRows(columns));
  }
  return all;
}

function isAmong(clients: readonly string[] | null, client: string | null): boolean {
  return client === null ? clients === null : clients?.includes(client) === true;
}

function filtered(all: readonly PlainRow[], query: RecordQuery): PlainRow[] {
  return all
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => fits(row, query))
    .toSorted((a, b) =>
      Number(b.row[0]) - Number(a.row[0]) === 0 ? b.index - a.index : Number(b.row[0]) - Number(a.row[0]),
    )
    .map(({ row }) => row);
}

function fits(row: PlainRow, query: RecordQuery): boolean {
  const value = (name: (typeof NUMBER_COLUMNS)[number]): number => Number(row[NUMBER_COLUMNS.indexOf(name)]);
  const client = value("client") === -1 ? null : `client ${value("client")}`;
  return (
    value("at") >= query.from &&
    value("at") < query.to &&
    (query.clients === undefined || isAmong(query.clients, client)) &&
    (query.operation === undefined || `operation ${value("operation")}` === query.operation) &&
    (query.minDurationUs === undefined || query.minDurationUs === 0 || value("durationUs") >= query.minDurationUs) &&
    (query.accepts === undefined ||
      query.accepts[acceptIndex(value("status"), value("outcome"), value("healthCheck"))] === 1) &&
    (query.traceId === undefined || row[TRACE] === query.traceId)
  );
}
