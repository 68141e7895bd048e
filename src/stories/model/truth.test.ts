import assert from "node:assert/strict";
import { test } from "node:test";
import { threeDays } from "../three-days.ts";
import { combinedLine } from "../lines/clf-lines.ts";
import { generate } from "./generate.ts";
import { type Tally, truthOf } from "./truth.ts";

const STORY = {
  ...threeDays(11),
  requests: 30_000,
  outages: [
    ...threeDays(11).outages,
    { from: 0, to: Number.MAX_SAFE_INTEGER, share: 0.01, status: 429 },
    { from: 0, to: Number.MAX_SAFE_INTEGER, share: 0.01, status: 499 },
    { from: 0, to: Number.MAX_SAFE_INTEGER, share: 0.01, status: 0 },
  ],
};
const TRUTH = truthOf(STORY);
const LINE = /^(\S+) - (\S+) \[(\d\d)\/Mar\/2026:(\d\d):[^\]]+\] "([A-Z]+) (\S+) HTTP\/1\.1" (\d{3}) (\d+|-)/;

/** The same counts, taken from the printed lines alone. */
const RECOUNT = [...generate(STORY)].map((record) => {
  const match = LINE.exec(combinedLine(record)) ?? assert.fail(combinedLine(record));
  const [, , client = "", day = "", hour = "", method = "", path = "", status = "", bytes = ""] = match;
  return {
    client,
    hour: Date.UTC(2026, 2, Number(day), Number(hour)),
    operation: `${method} ${templated(path)}`,
    status,
    bytes: bytes === "-" ? 0 : Number(bytes),
  };
});

test("the truth is what a recount of the lines finds: statuses, clients, operations, hours, bytes", () => {
  assert.equal(TRUTH.requests, RECOUNT.length);
  assert.equal(
    TRUTH.responseBytes,
    RECOUNT.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  assert.deepEqual(
    new Map(Object.entries(TRUTH.statuses)),
    countsBy(({ status }) => String(Number(status))),
  );
  assert.deepEqual(
    requestsOf(TRUTH.clients),
    countsBy(({ client }) => client),
  );
  assert.deepEqual(
    requestsOf(TRUTH.operations),
    countsBy(({ operation }) => operation),
  );
  assert.deepEqual(
    new Map(TRUTH.hours.map(({ at, requests }) => [at, requests])),
    countsBy(({ hour }) => hour),
  );
});

test("good, bad, excluded, throttled and client faults are those of the statuses", () => {
  const statuses = (pattern: RegExp) => RECOUNT.filter(({ status }) => pattern.test(status)).length;
  assert.equal(TRUTH.bad, statuses(/^(5..|000)$/));
  assert.equal(TRUTH.excluded, statuses(/^(429|499)$/));
  assert.equal(TRUTH.throttled, statuses(/^429$/));
  assert.equal(TRUTH.clientFaults, statuses(/^4(?!29|99)..$/));
  assert.equal(TRUTH.good, statuses(/^([123]..|4(?!29|99)..)$/));
  assert.equal(TRUTH.requests, TRUTH.good + TRUTH.bad + TRUTH.excluded);
});

test("clients, operations and hours each add up to the whole", () => {
  for (const parts of [Object.values(TRUTH.clients), Object.values(TRUTH.operations), TRUTH.hours]) {
    for (const field of [
      "requests",
      "good",
      "bad",
      "excluded",
      "throttled",
      "clientFaults",
      "responseBytes",
    ] as const) {
      assert.equal(
        parts.reduce((sum, part) => sum + part[field], 0),
        TRUTH[field],
      );
    }
  }
});

test("each outage says how many requests it struck", () => {
  const [broken, tuesday, slow, unlucky] = TRUTH.outages;
  assert.equal(tuesday?.struck, TRUTH.statuses["503"]);
  assert.equal(slow?.struck, 0);
  assert.ok((unlucky?.struck ?? 0) > 0 && (broken?.struck ?? 0) > 0);
});

test("a story without requests has a truth of zeros", () => {
  const truth = truthOf({ ...STORY, requests: 0 });
  assert.deepEqual([truth.requests, truth.first, truth.last, truth.hours], [0, null, null, []]);
});

function templated(path: string): string {
  return path.replace(/\/\d+/, "/{orderId}");
}

function countsBy<K>(key: (line: (typeof RECOUNT)[number]) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const line of RECOUNT) counts.set(key(line), (counts.get(key(line)) ?? 0) + 1);
  return counts;
}

function requestsOf(tallies: Readonly<Record<string, Tally>>): Map<string, number> {
  return new Map(Object.entries(tallies).map(([key, { requests }]) => [key, requests]));
}
