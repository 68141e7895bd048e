import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Clock, DAY_MS, MINUTE_MS } from "#kernel";
import { driveStory, type LiveStory, liveStoryOf, RecordSender, StoryApis } from "#stories";
import { z } from "zod";

/** Enough for KPIs against the day before; more would take longer to be told. */
const HISTORY_MS = 2 * DAY_MS;
const bootstrapSchema = z.object({ adminToken: z.string() });

/** Where a demonstration is shown. */
export interface DemoPlace {
  readonly url: string;
  /** Of its data. */
  readonly directory: string;
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Tells the story of a bad day to a server, as a stranger would: through its public API. First two days of history, then
 * second by second; a minute after its start something breaks. Resolves when the signal ends it.
 */
export async function runDemo({ url, directory, clock, signal }: DemoPlace): Promise<void> {
  const now = clock.now();
  const whole = liveStoryOf("bad-day", { now, breaksAt: now + MINUTE_MS });
  const story: LiveStory = { ...whole, from: Math.max(whole.from, now - HISTORY_MS) };
  const { adminToken: token } = bootstrapSchema.parse(
    JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")),
  );
  const access = { url, token, signal };
  const wait = (ms: number): Promise<unknown> => pause(ms, undefined, { signal });
  const apis = new StoryApis(access);
  for (const api of story.apis) await apis.put(api);
  const sender = new RecordSender(access, wait);
  await driveStory(story, { post: (batch) => sender.post(batch), clock, wait, signal });
}
