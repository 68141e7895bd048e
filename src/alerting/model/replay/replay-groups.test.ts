import assert from "node:assert/strict";
import { test } from "node:test";
import { readRoutingFile } from "../../grammar/read-routing-file.ts";
import { type PastAlert, replayGroups } from "./replay-groups.ts";

const HOUR = 3_600_000;

/** An alert that fires so many hours after the start, for so many hours (null: still). */
function past(
  id: string,
  [from, hours]: readonly [number, number | null],
  changes: Partial<PastAlert> = {},
): PastAlert {
  return {
    id,
    api: "orders",
    objective: "orders/availability",
    kind: "burnRate",
    urgency: "page",
    client: null,
    source: "plimsoll",
    dedupKey: "",
    labels: {},
    firedAt: from * HOUR,
    toldAt: from * HOUR,
    endedAt: hours === null ? null : (from + hours) * HOUR,
    ...changes,
  };
}

const told = (text: string, alerts: readonly PastAlert[], until = 100): (number | string)[] => {
  const { pages, tickets, notices, byPolicy, paged } = replayGroups(alerts, readRoutingFile(text, "x"), until * HOUR);
  return [pages, tickets, notices, [...byPolicy.keys()].join(), [...paged].join()];
};

test("alerts that one route groups are one page, and repeats and ends are counted as notices", () => {
  const alerts = [past("a", [1, 10]), past("b", [2, 3], { client: "acme" }), past("c", [50, 1])];
  assert.deepEqual(told("routing:\n  default: {escalate: x, repeat: 4h}\n", alerts), [2, 0, 7, "x", "a,b,c"]);
  const apart = "routing:\n  default: {escalate: x, group: [...], repeat: 4d}\n";
  assert.deepEqual(told(apart, alerts), [3, 0, 6, "x", "a,b,c"]);
});

test("what a rule inhibits pages only when its source is over, and tickets page nobody", () => {
  const text =
    "routing:\n  default: {escalate: x}\ninhibit:\n  - {when: {objective: db}, mutes: {objective: orders/availability}, equal: [api]}\n";
  const source = past("s", [1, 2], { objective: "db", urgency: "ticket" });
  assert.deepEqual(told(text, [source, past("short", [1.5, 1])]), [0, 1, 2, "x", ""]);
  assert.deepEqual(told(text, [source, past("long", [1.5, 9])], 11), [1, 1, 5, "x", "long"]);
});

test("what was over before the first notice was due is nobody's news", () => {
  assert.deepEqual(told("routing:\n  default: {escalate: x, wait: 2h}\n", [past("a", [1, 1])]), [0, 0, 0, "", ""]);
});

test("a replay that would be endless is refused", () => {
  const many = Array.from({ length: 400 }, (_, n) => past(String(n), [1, null], { client: String(n) }));
  const text = "routing:\n  default: {escalate: x, group: [...], repeat: 1m}\n";
  assert.throws(() => told(text, many), /routing\.replay-too-large/);
});
