import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { floorTo } from "#kernel";
import { MemorySlotLists } from "../engine/memory-slot-lists.ts";
import { GRID_MS } from "../engine/windows.ts";
import { judge } from "../judge.ts";
import type { AlertResult, ObjectiveResult } from "../results.ts";
import { LiveObjectives } from "./live-objectives.ts";
import {
  CLIENTS,
  columnsOf,
  identityOf,
  Ledger,
  liveFor,
  namesOf,
  OBJECTIVES,
  recordedFrom,
  type TestRecord,
  traffic,
} from "./live.testing.ts";

test("records that come as time goes on are judged as the same history is, to every alert, page and budget, though the server be stopped and started", () => {
  fc.assert(
    fc.property(traffic, fc.option(fc.double({ min: 0, max: 1, noNaN: true })), (records, savedAfter) => {
      const names = namesOf(CLIENTS);
      const lists = new MemorySlotLists();
      const startedAt = floorTo((records[0] as TestRecord).at, GRID_MS);
      let live = liveFor(names, startedAt, lists);
      const ledger = new Ledger();
      const to = floorTo((records.at(-1) as TestRecord).at, GRID_MS) + GRID_MS;
      const savedAt = startedAt + floorTo((savedAfter ?? 2) * (to - startedAt), GRID_MS);
      let next = 0;
      for (let at = startedAt + GRID_MS; at <= to; at += GRID_MS) {
        let end = next;
        while (end < records.length && (records[end] as TestRecord).at < at) end++;
        live.count(columnsOf(records.slice(next, end)));
        next = end;
        if (at === savedAt) live = LiveObjectives.restore(savedTwice(live), { names, lists });
        ledger.take(live.tick(at));
      }
      const judged = judge(recordedFrom(records, CLIENTS, { from: startedAt, to }));
      assert.deepEqual(byIdentity(ledger.alerts(live.firing())), byIdentity(judged.alerts));
      const pages = judged.pages.map(({ at, urgency, alerts }) => ({
        at,
        urgency,
        alerts: alerts.map((index) => identityOf(judged.alerts[index] as AlertResult)).toSorted(),
      }));
      assert.deepEqual(
        ledger.pages.map((page) => ({ ...page, alerts: page.alerts.map(identityOf).toSorted() })),
        pages,
      );
      const whole = judged.objectives.filter(({ client }) => client === undefined);
      assert.deepEqual(live.results("orders"), whole);
      const { results } = live.clientResults("orders", OBJECTIVES[0]?.name ?? "", {
        sort: "client",
        offset: 0,
        limit: 9,
      });
      assert.deepEqual(
        results,
        judged.objectives.filter(({ client, valid }: ObjectiveResult) => client !== undefined && valid > 0),
      );
    }),
    { numRuns: 12 },
  );
});

/** The second time into room that was made for it. */
function savedTwice(live: LiveObjectives): Uint8Array {
  const first = live.save();
  for (const _ of live.makeRoom()) assert.ok(first.length > 0);
  const second = live.save();
  assert.deepEqual(second, first);
  assert.ok(second.buffer.byteLength > second.length);
  return second;
}

function byIdentity(alerts: readonly AlertResult[]): AlertResult[] {
  return alerts
    .map((alert) => {
      const { api: _, toldAt: __, goesOn: ___, ...plain } = { api: "", toldAt: null, goesOn: false, ...alert };
      return plain;
    })
    .toSorted((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1));
}
