import { setTimeout as wait } from "node:timers/promises";
import { DAY_MS, instantText, SECOND_MS, wallClockMs } from "#kernel";
import { callServer, refuseFailure } from "#stories";
import type { StoryAccess } from "../seed/story-access.ts";

/** The gateway's records are there in less; so long one that is away may take. */
const WAIT_MS_MAX = 10 * SECOND_MS;
const LOOK_MS = 200;

/** How many requests of the sample API a server has counted since this was opened. */
export class CountedByServer {
  readonly #access: StoryAccess;
  readonly #before: number;

  private constructor(access: StoryAccess, before: number) {
    this.#access = access;
    this.#before = before;
  }

  static async open(access: StoryAccess): Promise<CountedByServer> {
    return new CountedByServer(access, await requestsOf(access));
  }

  /** Waits until there are so many, or for ten seconds. */
  async since(expected: number): Promise<number> {
    const until = wallClockMs() + WAIT_MS_MAX;
    for (;;) {
      const counted = (await requestsOf(this.#access)) - this.#before;
      if (counted >= expected || wallClockMs() >= until) return counted;
      await wait(LOOK_MS);
    }
  }
}

async function requestsOf({ url, adminToken: token }: StoryAccess): Promise<number> {
  const now = wallClockMs();
  const range = { from: instantText(now - DAY_MS), to: instantText(now + DAY_MS) };
  const path = `/api/v1/apis/orders/kpis?${new URLSearchParams(range).toString()}`;
  const { signal } = new AbortController();
  const answer = await refuseFailure(await callServer({ url, token, signal }, { path }));
  return ((await answer.json()) as { requests: number }).requests;
}
