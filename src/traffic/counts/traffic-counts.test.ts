import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import type { Counts } from "../model/counts.ts";
import { KPI_DIMENSIONS, type KpiQuery, type Kpis } from "../model/kpis.ts";
import { CLASSES, classCodeOf } from "../model/classes.ts";
import { columnsOf, END, type Told, told, toldNames, withDirectory } from "./counted.testing.ts";
import { kpisByHand, seriesByHand } from "./kpis-by-hand.testing.ts";
import { TrafficCounts, type WrittenCounts } from "./traffic-counts.ts";

const names = toldNames();
const records = fc.array(told, { minLength: 1, maxLength: 300, size: "max" });

const name = fc.constantFrom(
  "acme",
  "globex",
  "__other__",
  "__unattributed__",
  "__untold__",
  "a",
  "200",
  "GET /orders",
  "?",
);
const query: fc.Arbitrary<KpiQuery & { stepMs: number }> = fc
  .record({
    api: fc.constantFrom("orders", "invoices", "nobody"),
    ago: fc.oneof(fc.integer({ min: 1, max: 3 * HOUR_MS }), fc.integer({ min: 1, max: 7 * DAY_MS })),
    lengthMs: fc.oneof(fc.integer({ min: 1, max: 3 * HOUR_MS }), fc.integer({ min: 1, max: 7 * DAY_MS })),
    groupBy: fc.constantFrom(undefined, ...KPI_DIMENSIONS),
    filters: fc.dictionary(fc.constantFrom(...KPI_DIMENSIONS), fc.array(name, { minLength: 1, maxLength: 3 }), {
      maxKeys: 2,
    }),
    stepMs: fc.constantFrom(15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, DAY_MS),
    previous: fc.boolean(),
  })
  .map(({ ago, lengthMs, groupBy, ...rest }) => ({
    ...rest,
    from: END - ago,
    to: END - ago + lengthMs,
    ...(groupBy === undefined ? {} : { groupBy }),
  }));

interface Shelf {
  readonly counts: TrafficCounts;
  readonly now: { value: number };
}

/** What to go on from. */
interface Saved {
  readonly state?: Uint8Array;
  readonly written?: WrittenCounts;
}

function opened(directory: string, saved?: Saved, at = END): Shelf {
  const now = { value: at };
  const clock = { now: () => now.value };
  const counts = TrafficCounts.open({ directory, names, clock, ...saved });
  return { counts, now };
}

/** Percentiles that the answer does not claim to know are not compared: minutes and mixtures of which no histogram is kept. */
function comparable(answer: unknown, like: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((one, index) => comparable(one, (like as unknown[])[index]));
  if (typeof answer !== "object" || answer === null) return answer;
  const mirrored = (like ?? {}) as Record<string, unknown>;
  // Of minutes of which no histogram is kept any more, nothing is said.
  const said = Object.entries(answer).filter(([key]) => key !== "upstreamMs" || key in mirrored);
  return Object.fromEntries(
    said.map(([key, value]) => [
      key,
      /^p\d\d$/.test(key) && mirrored[key] === null ? null : comparable(value, mirrored[key]),
    ]),
  );
}

function compare(kpis: Kpis, all: readonly Told[], asked: KpiQuery & { stepMs: number }): void {
  const { series, latencyRange, stepMs, groupsSummedUp, damaged, ...rest } = kpis;
  assert.deepEqual([stepMs, groupsSummedUp, damaged], [asked.stepMs, 0, []]);
  assert.equal(kpis.requests, kpis.good + kpis.bad + kpis.excluded);
  assertKnown(kpis, asked);
  const isWider = latencyRange.from !== kpis.from || latencyRange.to !== kpis.to;
  const known = isWider ? withoutPercentiles : (answer: unknown): unknown => answer;
  assert.deepEqual(known(rest), known(comparable(kpisByHand(all, asked, names), rest)));
  assert.deepEqual(known(series), known(comparable(seriesByHand(all, asked, names), series)));
}

/** So that "not known" is never an excuse where a histogram is kept. */
function assertKnown(kpis: Kpis, { filters = {}, groupBy }: KpiQuery): void {
  if (Object.keys(filters).length > 0) return;
  assert.notEqual(kpis.latencyMs?.p50, null);
  if (groupBy !== "client" && groupBy !== "operation") return;
  for (const { latencyMs } of kpis.groups) assert.notEqual(latencyMs?.p99, null);
}

function withoutPercentiles(answer: unknown): unknown {
  const unknown = /^p\d\d$|^upstreamMs$/;
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (unknown.test(key) ? undefined : value)));
}

test("KPIs are those of the records, one by one, in any order, for any range, filter, group and step, whatever lies in memory or on disk", async () => {
  const steps = fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(records, steps, fc.array(query, { minLength: 1, maxLength: 6 }), async (all, waits, asked) =>
      withDirectory(async (directory) => {
        const { counts, now } = opened(directory);
        now.value = END - 30 * MINUTE_MS;
        const part = Math.ceil(all.length / waits.length);
        for (const [index, wait] of waits.entries()) {
          counts.count(columnsOf(all.slice(index * part, (index + 1) * part)));
          now.value += wait;
          counts.tick(now.value);
        }
        for (const one of asked) compare(await counts.kpis(one), all, one);
      }),
    ),
    { numRuns: 60 },
  );
});

test("after a crash, the last saved state and the records counted since give the same figures as if nothing had happened", async () => {
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.array(told, { minLength: 1, maxLength: 60, size: "max" }) },
    { weight: 3, arbitrary: fc.constant("save" as const) },
    { weight: 2, arbitrary: fc.constant("write" as const) },
    { weight: 2, arbitrary: fc.constant("crash" as const) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 3 * HOUR_MS }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25, size: "max" }), query, async (events, asked) =>
      withDirectory(async (directory) => {
        let shelf = opened(directory);
        let saved: Saved & { readonly counted: number } = { state: await shelf.counts.save(), counted: 0 };
        const all: Told[] = [];
        const take = (more: readonly Told[]): void => {
          all.push(...more);
          shelf.counts.count(columnsOf(more));
        };
        for (const one of events) {
          if (typeof one === "number") shelf.counts.tick((shelf.now.value += one));
          else if (one === "save") saved = { state: await shelf.counts.save(), counted: all.length };
          else if (one === "write") {
            const counted = all.length;
            const meanwhile = all.slice(0, 3);
            saved = { written: await shelf.counts.writeAll(() => Promise.resolve(take(meanwhile))), counted };
          } else if (one === "crash") {
            spoilEnds(directory);
            shelf = opened(directory, saved, shelf.now.value);
            shelf.counts.count(columnsOf(all.slice(saved.counted)));
          } else take(one);
        }
        compare(await shelf.counts.kpis(asked), all, asked);
        assert.equal(
          Object.values(shelf.counts.sizes().aside).reduce((sum, count) => sum + count, 0),
          all.filter(({ kind, environment }) => kind !== 0 || environment !== 0).length,
        );
      }),
    ),
    { numRuns: 60 },
  );
});

/** What a power cut may leave: garbage behind the end of each file, and a file that nobody knows. */
function spoilEnds(directory: string): void {
  for (const file of readdirSync(directory)) appendFileSync(join(directory, file), randomBytes(100));
  writeFileSync(join(directory, "minute-cells-1.counts"), randomBytes(100));
}

test("a block that the disk has changed is named, its time is told, and everything else is right", async () => {
  await withDirectory(async (directory) => {
    const { counts } = opened(directory);
    const one = fc.sample(told, { numRuns: 1, seed: 7 })[0]!;
    const ofMinute = (ago: number): Told => ({ ...one, api: 0, kind: 0, environment: 0, at: END - ago });
    counts.count(columnsOf([ofMinute(DAY_MS)]));
    counts.count(columnsOf([ofMinute(3 * HOUR_MS)]));
    counts.tick(END);
    const asked = { api: "orders", from: END - 4 * HOUR_MS, to: END, stepMs: MINUTE_MS };
    assert.equal((await counts.kpis(asked)).requests, 1);
    const state = await counts.save();
    const path = join(directory, `hour-cells-${Math.floor((END - 3 * HOUR_MS) / (16 * DAY_MS))}.counts`);
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.at(-1)! ^ 1, bytes.length - 1);
    writeFileSync(path, bytes);
    const again = opened(directory, { state }).counts;
    const answer = await again.kpis({ ...asked, from: END - 2 * DAY_MS, stepMs: HOUR_MS });
    assert.equal(answer.damaged.length, 1);
    assert.deepEqual(again.sizes().damaged, [path]);
  });
});

test("files that are shorter than the saved state says are refused by name; without a state, what is there is set aside", async () => {
  await withDirectory(async (directory) => {
    const { counts } = opened(directory);
    const [one] = fc.sample(told, { numRuns: 1, seed: 7 });
    counts.count(columnsOf([{ ...one!, api: 0, kind: 0, environment: 0, at: END - HOUR_MS }]));
    counts.tick(END);
    const state = await counts.save();
    const [file] = readdirSync(directory);
    truncateSync(join(directory, file!), 10);
    assert.throws(() => opened(directory, { state }), /counts\.short/);
    assert.equal(opened(directory).counts.sizes().files, 0);
    assert.deepEqual(readdirSync(directory), [`set-aside-${END}`]);
  });
});

test("while the disk refuses, everything is counted and told, and written once it takes it", async () => {
  await withDirectory(async (parent) => {
    const directory = join(parent, "counts");
    const { counts } = opened(directory);
    const [one] = fc.sample(told, { numRuns: 1, seed: 7 });
    counts.count(columnsOf([{ ...one!, api: 0, kind: 0, environment: 0, at: END - HOUR_MS }]));
    renameSync(directory, `${directory}-away`);
    assert.throws(() => counts.tick(END), /counts\.disk/);
    const asked = { api: "orders", from: END - 2 * HOUR_MS, to: END };
    assert.equal((await counts.kpis(asked)).requests, 1);
    renameSync(`${directory}-away`, directory);
    counts.tick(END);
    const again = opened(directory, { state: await counts.save() }).counts;
    assert.deepEqual([(await again.kpis(asked)).requests, again.sizes().bytesOnDisk > 0], [1, true]);
  });
});

test("who was seen is told of each client that made a request, with the step in which its last one lies", async () => {
  const clients = ["acme", "globex", "initech", "=SUM(A1)", "__other__"];
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 7 * DAY_MS }), async (all, ago) =>
      withDirectory(async (directory) => {
        const { counts, now } = opened(directory);
        counts.count(columnsOf(all));
        counts.tick(now.value);
        const from = Math.floor((END - ago) / MINUTE_MS) * MINUTE_MS;
        const byHand = new Map<string, number>();
        for (const { at, api, client, kind, environment } of all) {
          if (api !== 0 || kind !== 0 || environment !== 0 || at < from || at >= END) continue;
          const caller = clients[client] ?? "__unattributed__";
          byHand.set(caller, Math.max(at, byHand.get(caller) ?? 0));
        }
        const seen = await counts.seen({ api: "orders", from, to: END });
        assert.deepEqual([...seen.keys()].toSorted(), [...byHand.keys()].toSorted());
        for (const [caller, last] of byHand) {
          const step = seen.get(caller);
          assert.ok(step !== undefined && step.from <= last && last < step.to, caller);
          assert.ok([MINUTE_MS, HOUR_MS, DAY_MS].includes(step.to - step.from));
        }
        const [one] = seen.keys();
        const only = await counts.seen({ api: "orders", from, to: END, clients: [one ?? ""] });
        assert.deepEqual([...only.keys()], one === undefined ? [] : [one]);
      }),
    ),
    { numRuns: 60 },
  );
});

test("metered are, by client, exactly the requests that were not refused for a limit and are no health check", async () => {
  const clients = ["acme", "globex", "initech", "=SUM(A1)", "__other__"];
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 0, max: 3 }), async (all, only) =>
      withDirectory(async (directory) => {
        const { counts, now } = opened(directory);
        counts.count(columnsOf(all));
        counts.tick(now.value);
        const from = END - 2 * HOUR_MS;
        const byHand = new Map<string, number>();
        for (const { at, api, client, status, outcome, kind, environment } of all) {
          const inClass = CLASSES[classCodeOf(status, outcome, 0)] ?? "ok";
          const isSeen = api === 0 && kind === 0 && environment === 0 && at >= from;
          if (!isSeen || inClass === "throttled" || inClass === "quota") continue;
          const caller = clients[client] ?? "__unattributed__";
          byHand.set(caller, (byHand.get(caller) ?? 0) + 1);
        }
        const range = { api: "orders", from, to: END };
        assert.deepEqual(await counts.metered(range), byHand);
        const shown = ({ requests, bad, valid }: Counts) => ({ requests, bad, valid });
        const { groups } = await counts.kpis({ ...range, groupBy: "client" });
        assert.deepEqual(
          new Map([...(await counts.countsBy(range))].map(([key, own]) => [key, shown(own)])),
          new Map(groups.map((group) => [group.key, shown(group)])),
        );
        const asked = clients[only] ?? "";
        const one = byHand.get(asked);
        assert.deepEqual(
          await counts.metered({ ...range, clients: [asked] }),
          new Map(one === undefined ? [] : [[asked, one]]),
        );
      }),
    ),
    { numRuns: 60 },
  );
});
