import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { SECOND_MS, wallClockMs } from "#kernel";
import { type LiveRecord, liveRecords, type LiveStory } from "#stories";

/** A request without an answer by then has failed. */
const ANSWER_MS_MAX = 15_000;

/** How to play clients. */
export interface Play {
  /** Where clients reach the API: the path in front of its operations is kept. */
  readonly url: string;
  /** What they take it for, where that is another host than the one of `url`. */
  readonly host: string;
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
  { url, host, requests, signal }: Play,
): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  const agent = new Agent({ keepAlive: true });
  const underway = new Set<Promise<void>>();
  let left = requests;
  for (let second = story.now; left > 0 && !signal.aborted; second += SECOND_MS) {
    for (const record of liveRecords(story, { from: second, to: second + SECOND_MS })) {
      if (left === 0) break;
      left -= 1;
      // Nobody has to wait for an end that is asked for.
      await wait(Math.max(0, record.at - wallClockMs()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const sent = send(record, { url, host, agent }).then((status) => add(seen, record.client.name, status));
      underway.add(sent);
      void sent.then(() => underway.delete(sent));
    }
  }
  await Promise.all(underway);
  agent.destroy();
  return seen;
}

/** The status; 0 for none: for a client, an API that is away is one that fails. */
function send(record: LiveRecord, { url, host, agent }: { url: string; host: string; agent: Agent }): Promise<number> {
  const { method, path, status, durationUs, client } = record;
  const headers: Record<string, string> = {
    host,
    "x-api-key": client.key,
    "user-agent": client.userAgent,
    "x-example-takes": String(Math.round(durationUs / 1_000)),
  };
  if (status >= 400) headers["x-example-status"] = String(status);
  const { promise, resolve } = Promise.withResolvers<number>();
  const asked = request(`${url}${path}`, { method, headers, agent, timeout: ANSWER_MS_MAX }, (answer) => {
    answer.on("error", () => resolve(0));
    answer.on("end", () => resolve(answer.statusCode ?? 0));
    answer.resume();
  });
  asked.on("timeout", () => asked.destroy());
  asked.on("error", () => resolve(0));
  asked.end(method === "POST" || method === "PATCH" ? JSON.stringify({ items: [{ product: 1 }] }) : undefined);
  return promise;
}

function add(seen: Map<string, Seen>, client: string, status: number): void {
  const counts = seen.get(client) ?? { requests: 0, failed: 0 };
  counts.requests += 1;
  if (status === 0 || status >= 500) counts.failed += 1;
  seen.set(client, counts);
}
