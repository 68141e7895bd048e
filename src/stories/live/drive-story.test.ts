import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { firstApi } from "../first-api.ts";
import { LiveLines } from "../lines/live-lines.ts";
import { liveRecords } from "../model/live-records.ts";
import { type Drive, driveStory } from "./drive-story.ts";
import type { RecordBatch } from "./record-batches.ts";

const LINES = new LiveLines();
const NOW = Date.UTC(2026, 10, 27, 12);
const STORY = { ...firstApi({ now: NOW }), from: NOW - HOUR_MS };

test("history comes first, then each second its own requests, nothing twice and nothing left out", async () => {
  const drive = new TestDrive(NOW + 400);
  drive.stopAt = NOW + 5 * MINUTE_MS;
  await driveStory(STORY, drive);
  assert.equal(drive.text(), textOf(drive.told));
  assert.ok(drive.told >= NOW + 5 * MINUTE_MS - SECOND_MS);
  const live = drive.batches.filter(({ from }) => from >= NOW);
  assert.ok(live.length > 20 && live.every(({ from, to }) => to - from === SECOND_MS));
});

test("each second is told within a second after it is over", async () => {
  const drive = new TestDrive(NOW);
  drive.stopAt = NOW + 2 * MINUTE_MS;
  await driveStory(STORY, drive);
  for (const [index, { to }] of drive.batches.entries()) {
    assert.ok(to > NOW ? (drive.instants[index] ?? 0) - to < SECOND_MS : true);
  }
});

test("what the machine slept through is told when it wakes", async () => {
  const drive = new TestDrive(NOW);
  drive.stopAt = NOW + 4 * HOUR_MS;
  drive.sleepAt = NOW + 10 * SECOND_MS;
  await driveStory(STORY, drive);
  assert.equal(drive.text(), textOf(drive.told));
});

test("it ends cleanly when asked to in the middle of its history, and while it waits", async () => {
  const early = new TestDrive(NOW);
  early.batchesMax = 1;
  await driveStory(STORY, early);
  assert.equal(early.batches.length, 1);
  const waiting = new TestDrive(NOW);
  waiting.stopAt = NOW + 1;
  waiting.rejects = true;
  await driveStory(STORY, waiting);
  assert.equal(waiting.text(), textOf(NOW));
});

test("what the receiver rejects is not swallowed", async () => {
  const drive = new TestDrive(NOW);
  const post = (): Promise<void> => Promise.reject(new Error("no room"));
  await assert.rejects(
    driveStory(STORY, { post, clock: drive.clock, wait: drive.wait, signal: drive.signal }),
    /no room/,
  );
});

/** Time that passes only while somebody waits. */
class TestDrive implements Drive {
  readonly batches: RecordBatch[] = [];
  /** When each batch came. */
  readonly instants: number[] = [];
  stopAt = Number.MAX_SAFE_INTEGER;
  sleepAt = Number.MAX_SAFE_INTEGER;
  batchesMax = Number.MAX_SAFE_INTEGER;
  /** Whether waiting rejects at the end, as timers do. */
  rejects = false;
  readonly #stop = new AbortController();
  readonly signal = this.#stop.signal;
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  readonly clock = { now: (): number => this.#now };

  readonly post = (batch: RecordBatch): Promise<void> => {
    this.batches.push(batch);
    this.instants.push(this.#now);
    if (this.batches.length >= this.batchesMax) this.#stop.abort();
    return Promise.resolve();
  };

  readonly wait = (ms: number): Promise<void> => {
    assert.ok(ms > 0 && ms <= SECOND_MS);
    this.#now += this.#now >= this.sleepAt ? 2 * HOUR_MS : ms;
    if (this.#now < this.stopAt) return Promise.resolve();
    this.#stop.abort();
    return this.rejects ? Promise.reject(new Error("aborted")) : Promise.resolve();
  };

  /** Until where it was told at least. */
  get told(): number {
    return this.batches.at(-1)?.to ?? 0;
  }

  text(): string {
    return this.batches.map(({ body }) => body.toString()).join("");
  }
}

function textOf(to: number): string {
  return [...liveRecords(STORY, { from: STORY.from, to })].map((record) => `${LINES.line(record)}\n`).join("");
}
