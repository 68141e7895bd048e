import assert from "node:assert/strict";
import { compareText } from "#kernel";
import type { LiveReport } from "./live-report.ts";
import type { Named, Replayed } from "./replayed.ts";

/** All that a server said of records that came as they happened is what replay says of their log. */
export function assertSameAsReplay(live: LiveReport, expected: Replayed): void {
  assertSameCounts(live, expected);
  assertSameRows(live.objectives, expected.objectives, byName);
  assertSameRows(live.alerts, expected.alerts.map(withoutCommand), byBeginning);
  assert.deepEqual(live.told.map(byBeginning).toSorted(compareText), pagesOf(expected));
}

/** What a server counted, in all and by client, operation and status, is what replay counted. */
export function assertSameCounts(live: LiveReport, expected: Replayed): void {
  const { counts, clients, operations, statuses } = live;
  const { from: _from, to: _to, latencyMs, ...wanted } = wholeOf(expected);
  assert.deepEqual(picked(counts, wanted), wanted);
  assert.deepEqual(picked(counts["latencyMs"] as Named, latencyMs as Named), latencyMs);
  assert.deepEqual(statuses, expected.statuses);
  assertSameRows(clients, expected.clients.map(groupOf("client")), ({ key }) => String(key));
  assertSameRows(operations, expected.operations.map(groupOf("operation")), ({ key }) => String(key));
}

/** What replay says of all requests together, in the words of KPIs. */
function wholeOf({ requests, valid, good, bad, excluded, ...rest }: Replayed): Named {
  const { throttled, clientFaults, availability, responseBytes, from, to, latencyMs } = rest;
  const counts = { requests, valid, good, bad, excluded, throttled, clientFaults, availability };
  return { ...counts, responseBytes, from, to, latencyMs };
}

function groupOf(dimension: string): (row: Named) => Named {
  return ({ from: _from, to: _to, [dimension]: key, ...counts }) => ({ key, ...counts });
}

/** Replay names the command that recomputes an alert; a server keeps the records itself. */
function withoutCommand({ explanation, ...alert }: Named): Named {
  const { command: _command, ...explained } = explanation as Named;
  return { ...alert, explanation: explained };
}

/** Each of the expected rows is among the rows, with all that is expected of it, and there are no others. */
export function assertSameRows(rows: readonly Named[], wanted: readonly Named[], keyOf: (row: Named) => string): void {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  assert.equal(byKey.size, rows.length);
  assert.deepEqual([...byKey.keys()].toSorted(compareText), wanted.map(keyOf).toSorted(compareText));
  for (const one of wanted) assert.deepEqual(picked(byKey.get(keyOf(one)) ?? {}, one), one);
}

/** Of a row, what another one has. */
export function picked(row: Named, like: Named): Named {
  return Object.fromEntries(Object.keys(like).map((key) => [key, row[key]]));
}

/** The alerts that somebody was told of. */
function pagesOf({ pages, alerts }: Replayed): string[] {
  return pages.flatMap((page) => page.alerts.map((index) => byBeginning(alerts[index] ?? {}))).toSorted(compareText);
}

/** What is one objective of one client. */
export function byName({ name, client }: Named): string {
  return JSON.stringify([name, client]);
}

/** What can fire once at a time. */
export function bySubject({ objective, client, urgency, kind }: Named): string {
  return JSON.stringify([objective, client, urgency, kind]);
}

function byBeginning(alert: Named): string {
  return `${String(alert["firedAt"])} ${bySubject(alert)}`;
}
