import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS, Random } from "#kernel";
import type { LiveAlert } from "#objectives";
import { liveAlert } from "./model/alerts.testing.ts";
import type { Destination } from "./model/destination.ts";
import type { Kill } from "../storage/mortal-writes.testing.ts";
import { type Mood, type Receiver, Simulation } from "./simulation.testing.ts";

// What is killed here is a process, not a machine: files in memory keep as much, and quicker.
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "plimsoll-alerting-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

const START = 1_000_000;

test("killed at any write, with or without its commit: whoever was told is told of the end, in order, with no message lost", async () => {
  await killedEverywhere(() => [
    receiver("a", () => "ok"),
    receiver("b", (at) => (at < START + 30 * MINUTE_MS ? "500" : "ok")),
  ]);
});

test("killed at any write: a receiver that read a beginning and refused its repeat is told of the end", async () => {
  await killedEverywhere(() => {
    let reads = 0;
    const refuses = (at: number): boolean => at <= START + 20 * MINUTE_MS && reads++ > 0;
    return [receiver("a", (at) => (refuses(at) ? "400" : "ok"))];
  });
});

test("a receiver that answers 500 for a day gets everything the day after, each end behind its beginning", async () => {
  const receivers = [receiver("a", (at) => (at < START + DAY_MS ? "500" : "ok"))];
  const simulation = await run({
    receivers,
    truth: [lasting("one", 1, 20), lasting("two", 2, 2_000)],
    kills: [],
    seed: 1,
  });
  const thanked = simulation.arrivals.filter((arrival) => arrival.thanked).map(({ type }) => type);
  assert.deepEqual(thanked.toSorted(), ["alert.fired", "alert.fired", "alert.resolved", "alert.resolved"]);
});

test("whoever surely never heard of the beginning does not hear of the end", async () => {
  const simulation = await run({
    receivers: [receiver("a", (at) => (at <= START + 20 * MINUTE_MS ? "400" : "ok"))],
    truth: [lasting("one", 1, 20)],
    kills: [],
    seed: 1,
  });
  assert.deepEqual(simulation.arrivals, []);
});

test("a muted alert is kept and never sent; one that becomes audible later is sent then", async () => {
  const muted = { ...lasting("one", 1, 20), toldAt: null };
  const later = { ...lasting("two", 1, 60), toldAt: START + 30 * MINUTE_MS };
  const simulation = await run({ receivers: [receiver("a", () => "ok")], truth: [muted, later], kills: [], seed: 1 });
  assert.deepEqual(
    simulation.arrivals.map(({ type }) => type),
    ["alert.fired", "alert.resolved"],
  );
});

test("without a kill nothing that was answered is sent twice; with any history, moods and kills no promise is broken", async () => {
  const moods: readonly Mood[] = ["ok", "ok", "refuses", "swallows", "500", "429"];
  const interval = fc.record({
    objective: fc.constantFrom("one", "two", "three"),
    from: fc.integer({ min: 0, max: 600 }),
    lasts: fc.integer({ min: 1, max: 300 }),
    toldAfter: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 }),
  });
  const kill = fc.record({ atWrite: fc.integer({ min: 1, max: 120 }), committed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(interval, { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(kill, { maxLength: 6, selector: ({ atWrite }) => atWrite }),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (intervals, kills, seed) => {
        const truth = apart(
          intervals.map(({ objective, from, lasts, toldAfter }) => ({
            ...lasting(objective, from, lasts),
            toldAt: toldAfter === null ? null : START + (from + toldAfter) * MINUTE_MS,
          })),
        );
        const receivers = ["a", "b"].map((name, index) => {
          const random = new Random(seed + index);
          const by = Array.from({ length: 30 }, () => moods[random.below(moods.length)] ?? "ok");
          return receiver(name, (at) => by[Math.floor((at - START) / HOUR_MS)] ?? "ok");
        });
        await run({ receivers, truth, kills, seed });
      },
    ),
    { numRuns: 12 },
  );
});

async function killedEverywhere(receivers: () => readonly Receiver[]): Promise<void> {
  const truth = [lasting("one", 1, 20)];
  const { writes } = await run({ receivers: receivers(), truth, kills: [], seed: 1 });
  assert.ok(writes > 10);
  for (let atWrite = 1; atWrite <= writes; atWrite++) {
    for (const committed of [false, true]) {
      const { kills } = await run({ receivers: receivers(), truth, kills: [{ atWrite, committed }], seed: 1 });
      assert.equal(kills, 1);
    }
  }
}

interface Scene {
  readonly receivers: readonly Receiver[];
  readonly truth: readonly LiveAlert[];
  readonly kills: readonly Kill[];
  readonly seed: number;
}

/** Plays a scene to its end, and until nothing is due; checks the promises. */
async function run({ receivers, truth, kills, seed }: Scene): Promise<Simulation> {
  const simulation = new Simulation({ file: join(directory, `${made++}.db`), seed, receivers, truth, kills });
  const random = new Random(seed);
  await simulation.open();
  const end = Math.max(...truth.map(({ endedAt }) => endedAt ?? 0)) + HOUR_MS / 2;
  while (simulation.clock.at < end) await simulation.step((1 + random.below(20)) * MINUTE_MS);
  // The longest wait is 15 min; a receiver's worst mood lasts for 30 h.
  for (let more = 0; more < 200 && (await simulation.checkDebt()) > 0; more++) await simulation.step(15 * MINUTE_MS);
  assert.equal(await simulation.checkDebt(), 0, "something is still due");
  simulation.checkPromises();
  await simulation.close();
  return simulation;
}

/** An alert that fires so many minutes after the start and lasts for so many. */
function lasting(objective: string, from: number, minutes: number): LiveAlert {
  const firedAt = START + from * MINUTE_MS;
  return liveAlert({
    objective: `orders/${objective}`,
    firedAt,
    toldAt: firedAt,
    endedAt: firedAt + minutes * MINUTE_MS,
    end: "resolved",
  });
}

/** As an engine would have them: of one objective no two overlap. */
function apart(alerts: readonly LiveAlert[]): LiveAlert[] {
  const until = new Map<string, number>();
  return alerts
    .toSorted((a, b) => a.firedAt - b.firedAt)
    .filter(({ objective, firedAt, endedAt }) => {
      if (firedAt <= (until.get(objective) ?? 0)) return false;
      until.set(objective, endedAt ?? 0);
      return true;
    });
}

function receiver(name: string, moodAt: (at: number) => Mood): Receiver {
  const destination: Destination = {
    id: `dest_${name}`,
    title: name,
    to: { kind: "webhook", url: `http://${name}.test/`, secret: "whsec_AAAA", oldSecret: null },
    urgencies: ["page", "ticket"],
    apis: null,
    enabled: true,
    createdAt: 0,
    revision: 1,
  };
  return { destination, moodAt };
}
