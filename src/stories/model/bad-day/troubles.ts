import { type Interval, MINUTE_MS } from "#kernel";
import type { Burst, ExpectedAlert } from "../live-story.ts";
import type { Outage } from "../story.ts";

/** What goes wrong, by API, and what must be signalled. */
export interface Troubles {
  readonly outages: ByApi<Outage>;
  readonly bursts: ByApi<Burst>;
  readonly expected: readonly ExpectedAlert[];
}

type ByApi<T> = Readonly<Record<"orders" | "payments" | "catalogue", readonly T[]>>;

/** Whom a page concerns; without a client the API as a whole. */
export function page(
  api: string,
  objective: string,
  client?: string,
): Pick<ExpectedAlert, "api" | "objective" | "client" | "urgency"> {
  return { api, objective, client: client ?? null, urgency: "page" };
}

/** The time between two instants, in minutes after another one. */
export function minutesAfter(instant: number, from: number, to: number): Interval {
  return { from: instant + from * MINUTE_MS, to: instant + to * MINUTE_MS };
}
