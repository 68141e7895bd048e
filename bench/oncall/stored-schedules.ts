import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identityMigrations, savePerson } from "#identity";
import { Ids, stopwatchMs } from "#kernel";
import { OnCallSchedules, oncallMigrations, readSchedule, saveSchedule } from "#oncall";
import { openState, type State } from "#storage";

const PEOPLE = ["ana", "ben", "cho", "dan", "eva"];
const COUNT = 1_000;
const ROUNDS = 5;

/** What asking stored schedules costs, ms for one of them. */
export interface StoredFigures {
  readonly count: number;
  /** Each for the first time: read, understood, resolved. */
  readonly firstMs: number;
  /** Each again, with the look into the state that tells whether it changed. */
  readonly againMs: number;
  /** Of that, the look alone: what is left is the resolver. */
  readonly lookMs: number;
  /** All again after one of them was changed, for all of them together. */
  readonly afterEditMs: number;
}

/** Keeps a thousand schedules like the given one in a SQLite state, and asks each who is on call at an instant. */
export async function measureStored(text: string, at: number): Promise<StoredFigures> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-oncall-"));
  const clock = { now: () => at };
  const state = await openState({
    at: { file: join(directory, "state.db") },
    modules: [
      { module: "identity", migrations: identityMigrations },
      { module: "oncall", migrations: oncallMigrations },
    ],
    clock,
    program: "1.0.0",
  });
  const names = Array.from({ length: COUNT }, (_, n) => `schedule-${n}`);
  const ids = new Ids(clock, randomBytes);
  await state.transact(async (tx) => {
    const saving = { now: at, nextId: (prefix: string) => ids.next(prefix), managedBy: null };
    for (const handle of PEOPLE) await savePerson(tx, { handle, name: handle, roles: ["operator"] }, saving);
    for (const name of names) await save(tx, { name, text, now: at });
  });
  const schedules = new OnCallSchedules({ publicUrl: "", entropy: randomBytes });
  const askAll = async (): Promise<void> => {
    for (const name of names) await schedules.whoIsOnCall(state.read, name, at + 5_000);
  };
  const lookAtAll = async (): Promise<void> => {
    for (const name of names) await schedules.whoIsOnCall(state.read, `no-${name}`, at + 5_000);
  };
  const firstMs = (await took(askAll)) / COUNT;
  const again = await medianOf(askAll);
  const look = await medianOf(lookAtAll);
  await state.transact((tx) =>
    save(tx, { name: names[0] ?? "", text: text.replace("[ana, ben, cho]", "[cho, ana]"), now: at + 1_000 }),
  );
  const afterEditMs = await took(askAll);
  await closed(state, directory);
  return { count: COUNT, firstMs, againMs: again / COUNT, lookMs: look / COUNT, afterEditMs };
}

type Tx = Parameters<typeof saveSchedule>[0];

async function save(tx: Tx, { name, text, now }: { name: string; text: string; now: number }): Promise<void> {
  const { text: entry, title } = readSchedule(text, name);
  await saveSchedule(tx, { name, title, text: entry }, { now, managedBy: null });
}

async function closed(state: State, directory: string): Promise<void> {
  await state.close();
  rmSync(directory, { recursive: true });
}

async function took(run: () => Promise<void>): Promise<number> {
  const began = stopwatchMs();
  await run();
  return stopwatchMs() - began;
}

async function medianOf(run: () => Promise<void>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await took(run));
  return all.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
