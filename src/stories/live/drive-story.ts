import { type Clock, floorTo, SECOND_MS } from "#kernel";
import type { LiveStory } from "../model/live-story.ts";
import { type RecordBatch, recordBatches } from "./record-batches.ts";
import type { Wait } from "./record-sender.ts";

/** What a story needs to be told live. */
export interface Drive {
  /** Resolves when the batch was taken. Batches come one after the other, in the order of their time. */
  readonly post: (batch: RecordBatch) => Promise<unknown>;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Tells a story as time goes on: first all of its history as fast as it is taken, then each second the requests of that
 * second, until the signal aborts; then it resolves. Rejects with what `post` rejects with. After a pause of the machine
 * it tells what it has missed.
 */
export async function driveStory(story: LiveStory, drive: Drive): Promise<void> {
  try {
    await driveOn(story, drive);
  } catch (error) {
    if (!drive.signal.aborted) throw error;
  }
}

async function driveOn(story: LiveStory, { post, clock, wait, signal }: Drive): Promise<void> {
  let told = story.from;
  while (!signal.aborted) {
    const now = Math.max(told, floorTo(clock.now(), SECOND_MS));
    for (const batch of recordBatches(story, { from: told, to: now })) {
      if (signal.aborted) return;
      await post(batch);
    }
    told = now;
    const left = told + SECOND_MS - clock.now();
    if (left > 0) await wait(left, signal);
  }
}
