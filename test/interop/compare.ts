import assert from "node:assert/strict";
import type { KnownRequest } from "./known-requests.ts";
import type { Row } from "./read-log.ts";
import type { Exchange, RunThrough } from "./run-through.ts";
import type { Seen } from "./send.ts";
import { SLOW_MS } from "./upstream.ts";

/** What a format can tell, and where a server differs from the others. */
export interface Expectation {
  /** What the log calls bytes: an exact count, or one that is not less than the first and not more than the second. */
  readonly bytes: readonly [least: BytesSeen, most: BytesSeen];
  /** What the stamps are floored to, ms. */
  readonly stampMs: number;
  readonly hasDuration: boolean;
  readonly client: (request: KnownRequest) => string | undefined;
}

type BytesSeen = "bodyBytes" | "framedBytes" | "totalBytes";

/** What servers' clocks and ours may differ by: they look at the clock once for several events. */
const TOLERANCE_MS = 10;

/**
 * Each exchange has one row, with the method, path, status, client, bytes, time and duration that its client saw.
 * Gives the rows of those who went away, whose client saw nothing.
 */
export function assertSameAsSeen(run: RunThrough, rows: readonly Row[], expected: Expectation): Row[] {
  assert.equal(rows.length, run.exchanges.length + run.unnamed, "each exchange has a line, and no line has none");
  const pairs = run.exchanges.map((exchange) => ({ ...exchange, row: rowOf(exchange, rows) }));
  for (const { request, seen, row } of pairs) {
    assert.equal(row.client, expected.client(request), `client of ${row.request}`);
    if (!request.abort) assertSameAnswer(row, seen, expected);
    assertPlausibleTimes(row, seen, expected);
    if (request.kind === "slow" && expected.hasDuration) {
      assert.ok((row.durationUs ?? 0) >= (SLOW_MS - TOLERANCE_MS) * 1_000, `${row.request} was slow`);
    }
  }
  return pairs.filter(({ request }) => request.abort).map(({ row }) => row);
}

function rowOf({ request }: Exchange, rows: readonly Row[]): Row {
  const text = `${request.method} ${request.path}`;
  const found = rows.filter((row) => row.request === text);
  const alike = rows.filter((row) => row.request.includes(`/${request.id}/`)).map((row) => row.request);
  assert.equal(found.length, 1, `${text} is logged once; found ${JSON.stringify(alike)}`);
  return found[0] ?? assert.fail();
}

function assertSameAnswer(row: Row, seen: Seen, expected: Expectation): void {
  assert.equal(row.status, seen.status, `status of ${row.request}`);
  const [least, most] = expected.bytes;
  const bytes = `bytes of ${row.request}: ${row.responseBytes}, seen ${JSON.stringify(seen)}`;
  assert.ok(row.responseBytes >= seen[least] && row.responseBytes <= seen[most], bytes);
  assert.notEqual(row.outcome, "clientAborted", `${row.request} had a client that waited`);
}

/** The start that is logged lies between sending and having the answer, and the duration is not longer than that. */
function assertPlausibleTimes(row: Row, seen: Seen, { stampMs, hasDuration }: Expectation): void {
  const earliest = Math.floor((seen.startedAt - TOLERANCE_MS) / stampMs) * stampMs;
  assert.ok(
    row.at >= earliest && row.at <= seen.endedAt + TOLERANCE_MS,
    `${row.request} at ${row.at}, seen ${seen.startedAt} to ${seen.endedAt}`,
  );
  assert.equal(row.durationUs !== undefined, hasDuration, `${row.request} has a duration`);
  const seenUs = (seen.endedAt - seen.startedAt + TOLERANCE_MS) * 1_000;
  assert.ok((row.durationUs ?? 0) <= seenUs, `${row.request} took ${row.durationUs} µs, seen ${seenUs} µs`);
}
