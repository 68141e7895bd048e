import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { threeDays } from "../three-days.ts";
import { bulk } from "../bulk.ts";
import { combinedLine } from "../lines/clf-lines.ts";
import { rateAt } from "./arrivals.ts";
import { generate, type StoryRecord } from "./generate.ts";
import type { Story } from "./story.ts";
import { zipfClients } from "./zipf-clients.ts";

const BAD_DAY = threeDays(1);
const RECORDS = [...generate(BAD_DAY)];

test("the same seed tells the same story to the byte", () => {
  assert.deepEqual(textOf(bulk(2_000, 7)), textOf(bulk(2_000, 7)));
});

test("another seed tells another story", () => {
  assert.notEqual(textOf(bulk(2_000, 7)), textOf(bulk(2_000, 8)));
});

test("another error share leaves the traffic as it was", () => {
  const story = bulk(1_000, 3);
  const instants = (of: Story) => [...generate(of)].map(({ at, client, path }) => `${at} ${client.name} ${path}`);
  assert.deepEqual(instants({ ...story, errorShare: 0.5 }), instants(story));
});

test("requests come in order, within the story's time", () => {
  let before = BAD_DAY.from;
  for (const { at } of RECORDS) {
    assert.ok(at >= before && at < BAD_DAY.to && Number.isInteger(at));
    before = at;
  }
});

test("a story with a number of requests has exactly so many, also one and none", () => {
  for (const requests of [0, 1, 2, 999]) assert.equal([...generate(bulk(requests, 1))].length, requests);
});

test("a story without traffic ends at once", () => {
  assert.equal([...generate({ ...BAD_DAY, ratePerHour: [] })].length, 0);
  assert.equal([...generate({ ...BAD_DAY, weekdayFactors: [0, 0, 0, 0, 0, 0, 0] })].length, 0);
});

test("each hour brings its rate, within five standard deviations of Poisson", () => {
  for (let hour = BAD_DAY.from; hour < BAD_DAY.to; hour += HOUR_MS) {
    const found = RECORDS.filter(({ at }) => at >= hour && at < hour + HOUR_MS).length;
    assertNear(found, rateAt(BAD_DAY, hour), Math.sqrt(rateAt(BAD_DAY, hour)));
  }
});

test("the rate follows the day of the week", () => {
  const sunday = Date.UTC(2026, 2, 1, 12);
  const story = { ...BAD_DAY, weekdayFactors: [0.5, 1, 1, 1, 1, 1, 2] };
  assert.equal(rateAt(story, sunday), 3_000);
  assert.equal(rateAt(story, sunday - HOUR_MS * 24), 12_000);
});

test("a story may begin and end within an hour", () => {
  const story: Story = { ...BAD_DAY, from: BAD_DAY.from + 30 * MINUTE_MS, to: BAD_DAY.from + 90 * MINUTE_MS };
  const records = [...generate(story)];
  assertNear(records.length, 600, Math.sqrt(600));
  assert.ok(records.every(({ at }) => at >= story.from && at < story.to));
});

test("the clients' shares are those of the story", () => {
  const total = BAD_DAY.clients.reduce((sum, { share }) => sum + share, 0);
  for (const client of BAD_DAY.clients) {
    const expected = (RECORDS.length * client.share) / total;
    assertNear(RECORDS.filter((record) => record.client === client).length, expected, Math.sqrt(expected));
  }
});

test("the outage of Tuesday hits its share of the requests, and none before or after", () => {
  const outage = outageAt(1);
  const [inside, struck] = insideAndStruck(1);
  assert.equal(outage.to - outage.from, 25 * MINUTE_MS);
  assertNear(struck.length, inside.length * outage.share, Math.sqrt(inside.length * outage.share * (1 - outage.share)));
  assert.ok(struck.every(({ status }) => status === 503));
  assert.equal(RECORDS.filter(({ status }) => status === 503).length, struck.length);
});

test("what concerns one client strikes no other", () => {
  for (const index of [0, 3]) {
    const [inside, struck] = insideAndStruck(index);
    const names = outageAt(index).clients ?? [];
    const concerned = inside.filter(({ client }) => names.includes(client.name));
    const share = outageAt(index).share;
    assert.ok(struck.every((record) => concerned.includes(record)));
    assertNear(struck.length, concerned.length * share, Math.sqrt(concerned.length * share * (1 - share)));
  }
});

test("an outage of one operation strikes no other", () => {
  const outage = { from: BAD_DAY.from, to: BAD_DAY.to, share: 1, status: 0, operations: ["POST /orders"] };
  const records = [...generate({ ...BAD_DAY, requests: 2_000, outages: [outage] })];
  assert.ok(records.every(({ status, operation }) => (status === 0) === (operation === "POST /orders")));
});

test("in the slow hour the median duration is eight times that of the hour before", () => {
  const { from, to } = outageAt(2);
  const median = (start: number, end: number) =>
    medianOf(
      RECORDS.filter(({ at, operation }) => at >= start && at < end && operation === "GET /orders").map(
        ({ durationUs }) => durationUs,
      ),
    );
  const ratio = median(from, to) / median(from - HOUR_MS, from);
  assert.ok(ratio > 7 && ratio < 9, `the ratio is ${ratio}`);
});

test("durations have the median and the spread of their operation", () => {
  const quiet = { ...BAD_DAY, outages: [] };
  const logs = [...generate(quiet)]
    .filter(({ operation }) => operation === "GET /orders")
    .map(({ durationUs }) => Math.log(durationUs / 45_000));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
  assertNear(mean, 0, 0.6 / Math.sqrt(logs.length));
  assertNear(deviation, 0.6, 0.6 / Math.sqrt(2 * logs.length));
});

test("every path is its operation's template with ids in it", () => {
  for (const { path, operation, method } of generate(bulk(2_000, 5))) {
    const template = operation.slice(method.length + 1).split("/");
    const parts = path.split("/");
    assert.equal(parts.length, template.length);
    assert.ok(
      template.every((part, i) =>
        part.startsWith("{")
          ? /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(parts[i] ?? "")
          : part === parts[i],
      ),
      path,
    );
  }
});

test("every number of any story is one that a log can hold", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 429, 499, 503),
      (seed, share, status) => {
        const clients = zipfClients({ count: 3, exponent: 2, prefix: "c", seed });
        const outages = [{ from: BAD_DAY.from, to: BAD_DAY.to, share, status, slower: 3 }];
        for (const record of generate({ ...BAD_DAY, seed, requests: 50, clients, outages })) {
          assert.ok(Number.isInteger(record.durationUs) && record.durationUs >= 1);
          assert.ok(Number.isInteger(record.responseBytes) && record.responseBytes >= 0);
          assert.match(record.requestId, /^[0-9a-f]{16}$/);
        }
      },
    ),
    { numRuns: 50 },
  );
});

function textOf(story: Story): string {
  return [...generate(story)].map(combinedLine).join("\n");
}

function assertNear(found: number, expected: number, deviation: number): void {
  assert.ok(
    Math.abs(found - expected) <= 5 * deviation + 1e-9,
    `found ${found}, expected ${expected} ± 5 × ${deviation}`,
  );
}

function outageAt(index: number) {
  return BAD_DAY.outages[index] ?? assert.fail(`there is no outage ${index}`);
}

function insideAndStruck(index: number): [StoryRecord[], StoryRecord[]] {
  const { from, to } = outageAt(index);
  const inside = RECORDS.filter(({ at }) => at >= from && at < to);
  return [inside, RECORDS.filter(({ outage }) => outage === index)];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
