import { setTimeout as wait } from "node:timers/promises";
import { SECOND_MS, wallClockMs } from "#kernel";
import { type LiveRecord, liveRecords, type LiveStory } from "#stories";

/** A request without an answer by then has failed. */
const ANSWER_MS_MAX = 15_000;

/** How to play clients. */
export interface Play {
  /** Where the API is. */
  readonly url: string;
  /** How many requests to send; Infinity = until the signal. */
  readonly requests: number;
  readonly signal: AbortSignal;
}

/** What one client saw. */
export interface Seen {
  requests: number;
  /** Answers of 500 and above, and those that did not come. */
  failed: number;
}

/** Each client's requests of a story, sent at their time, and what each client saw. Which request comes when, is the story's. */
export async function playClients(
  story: LiveStory,
  { url, requests, signal }: Play,
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  const underway = new Set<Promise<void>>();
  let left = requests;
  for (let second = story.now; left > 0 && !signal.aborted; second += SECOND_MS) {
    for (const record of liveRecords(story, { from: second, to: second + SECOND_MS })) {
      if (left === 0) break;
      left -= 1;
      // Nobody has to wait for an end that is asked for.
      await wait(Math.max(0, record.at - wallClockMs()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const sent = send(record, url).then((status) => add(seen, record.client.name, status));
      underway.add(sent);
      void sent.then(() => underway.delete(sent));
    }
  }
  await Promise.all(underway);
  return seen;
}

/** The status, 0 for none. */
async function send(record: LiveRecord, url: string): Promise<number> {
  const { method, path, status, durationUs, client } = record;
  const headers: Record<string, string> = {
    "x-api-key": client.key,
    "user-agent": client.userAgent,
    "x-example-takes": String(Math.round(durationUs / 1_000)),
  };
  if (status >= 400) headers["x-example-status"] = String(status);
  const body = method === "POST" || method === "PATCH" ? { body: JSON.stringify({ items: [{ product: 1 }] }) } : {};
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const answer = await fetch(new URL(path, url), { method, headers, ...body, signal });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // For a client, an API that is away is one that fails.
    return 0;
  }
}

function add(seen: Map<string, Seen>, client: string, status: number): void {
  const counts = seen.get(client) ?? { requests: 0, failed: 0 };
  counts.requests += 1;
  if (status === 0 || status >= 500) counts.failed += 1;
  seen.set(client, counts);
}
