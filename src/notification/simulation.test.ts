import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS, Random } from "#kernel";
import type { Kill } from "../storage/mortal-writes.testing.ts";
import { type Mood, Simulation, type Way, type Wish } from "./simulation.testing.ts";

// What is killed here is a process, not a machine: files in memory keep as much, and quicker.
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "plimsoll-notification-"));
after(() => rmSync(directory, { recursive: true }));
let made = 0;

const START = 1_000_000;
/** A page with news, and its end. */
const LONG = [wish(1, "page"), wish(2, "update"), wish(6, "end")];

test("killed at any write, with or without its commit: nothing is lost, an end follows each beginning, and each message has at most one extra copy", async () => {
  await killedEverywhere(() => [way("a", "ok"), way("b", "ok", 3)], LONG);
});

test("killed at any write of a page that is over before it could be sent again: who was told of it hears of its end", async () => {
  await killedEverywhere(() => [way("a", "ok"), way("b", "ok")], [wish(1, "page"), wish(2, "end")]);
});

test("killed at any write while one provider swallows and another is away: whoever may know of a beginning hears of its end", async () => {
  const ways = (): Way[] => [
    way("a", (at) => (at < START + 3 * MINUTE_MS ? "swallows" : "ok")),
    way("b", (at) => (at < START + 4 * MINUTE_MS ? "cut" : "ok")),
  ];
  await killedEverywhere(ways, LONG);
});

test("a page goes out in the beat in which it is ordered, and by the delayed way in the beat in which it is due", async () => {
  const simulation = await run({
    ways: [way("a", "ok"), way("b", "ok", 3)],
    wishes: [wish(1, "page")],
    kills: [],
    seed: 1,
  });
  assert.deepEqual(
    simulation.arrivals.map(({ way: by, at }) => [by, at]),
    [
      ["a", START + MINUTE_MS],
      ["b", START + 4 * MINUTE_MS],
    ],
  );
});

test("who surely never heard of the beginning does not hear of the end", async () => {
  const ways = [way("a", (at) => (at < START + 30 * MINUTE_MS ? "cut" : "ok"))];
  const simulation = await run({ ways, wishes: [wish(1, "page"), wish(20, "end")], kills: [], seed: 1 });
  assert.deepEqual(simulation.arrivals, []);
});

test("with any wishes, moods and kills no promise is broken", async () => {
  const moods: readonly Mood[] = ["ok", "ok", "cut", "swallows", "500", "429", "410"];
  const drawn = fc.record({
    subject: fc.constantFrom("pag_1", "pag_2", "pag_3", "pag_4", "pag_5"),
    from: fc.integer({ min: 0, max: 60 }),
    lasts: fc.integer({ min: 1, max: 60 }),
    acknowledged: fc.boolean(),
  });
  const kill = fc.record({ atWrite: fc.integer({ min: 1, max: 150 }), committed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(drawn, { minLength: 1, maxLength: 5, selector: ({ subject }) => subject }),
      fc.uniqueArray(kill, { maxLength: 6, selector: ({ atWrite }) => atWrite }),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (pages, kills, seed) => {
        const wishes = pages.flatMap(({ subject, from, lasts, acknowledged }) => [
          wish(from, "page", subject),
          ...(acknowledged ? [wish(from + lasts / 2, "cancel", subject)] : [wish(from + lasts / 2, "update", subject)]),
          wish(from + lasts, "end", subject),
        ]);
        const ways = ["a", "b"].map((name, index) => {
          const random = new Random(seed + index);
          const by = Array.from({ length: 24 }, () => moods[random.below(moods.length)] ?? "ok");
          return way(name, (at) => by[Math.floor((at - START) / (HOUR_MS / 4))] ?? "ok", index * 5);
        });
        await run({ ways, wishes: wishes.toSorted((a, b) => a.at - b.at), kills, seed });
      },
    ),
    { numRuns: 8 },
  );
});

async function killedEverywhere(ways: () => readonly Way[], wishes: readonly Wish[]): Promise<void> {
  const { writes } = await run({ ways: ways(), wishes, kills: [], seed: 1 });
  assert.ok(writes > 10);
  for (let atWrite = 1; atWrite <= writes; atWrite++) {
    for (const committed of [false, true]) {
      const simulation = await run({ ways: ways(), wishes, kills: [{ atWrite, committed }], seed: 1 });
      assert.equal(simulation.kills, 1);
    }
  }
}

interface Scene {
  readonly ways: readonly Way[];
  readonly wishes: readonly Wish[];
  readonly kills: readonly Kill[];
  readonly seed: number;
}

/** Plays a scene to its end, and until nothing is due; checks the promises. */
async function run({ kills, ...scene }: Scene): Promise<Simulation> {
  const simulation = new Simulation({ file: join(directory, `${made++}.db`), kills, ...scene });
  await simulation.open();
  const end = Math.max(...scene.wishes.map(({ at }) => at)) + HOUR_MS / 12;
  while (simulation.clock.at < end) await simulation.step(MINUTE_MS);
  // The longest wait is 15 min; a provider's worst mood lasts for six hours.
  for (let more = 0; more < 100 && (await simulation.checkDebt()) > 0; more++) await simulation.step(15 * MINUTE_MS);
  assert.equal(await simulation.checkDebt(), 0, "something is still due");
  simulation.checkPromises();
  await simulation.close();
  return simulation;
}

function wish(minute: number, what: Wish["what"], subject = "pag_1"): Wish {
  return { at: START + Math.round(minute * MINUTE_MS), what, subject };
}

function way(name: string, mood: Mood | ((at: number) => Mood), afterMinutes = 0): Way {
  return { name, afterMs: afterMinutes * MINUTE_MS, moodAt: typeof mood === "string" ? () => mood : mood };
}
