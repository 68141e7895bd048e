import type { Outcome } from "#intake";

/** What an API's requests are like, whenever they come. Plain data. */
export interface Traffic {
  readonly api: string;
  readonly host: string;
  /** Expected requests in each hour of the day (UTC): 24 numbers ≥ 0. */
  readonly ratePerHour: readonly number[];
  /** What a day multiplies the rate by, Sunday first: 7 numbers ≥ 0. Absent = all days alike. */
  readonly weekdayFactors?: readonly number[];
  /** At least one. */
  readonly clients: readonly StoryClient[];
  /** At least one. */
  readonly operations: readonly StoryOperation[];
  /** Share of requests that fail with 500 on an ordinary day, 0 to 1. */
  readonly errorShare: number;
  /** Share of requests that are the client's fault on an ordinary day: 404 where the path has an id, else 400. */
  readonly clientFaultShare: number;
  /** The first one that strikes a request decides its status; slowness multiplies. */
  readonly outages: readonly Outage[];
}

/** Traffic to be made up, of one API in one span of time. The same story and seed give the same requests. */
export interface Story extends Traffic {
  readonly seed: number;
  /** Half-open, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Exactly so many requests, spread in the shape of the rates. Absent = as many as chance brings. */
  readonly requests?: number;
}

/** A program that sends requests. */
export interface StoryClient {
  /** Unique; letters, digits, "-" only. */
  readonly name: string;
  /** Unique. */
  readonly ip: string;
  readonly key: string;
  readonly userAgent: string;
  /** Its weight among the clients; any scale. */
  readonly share: number;
}

/** What is asked for. */
export interface StoryOperation {
  readonly method: string;
  /** Path template; "{…}" becomes a number, "{…Uuid}" a UUID. */
  readonly path: string;
  /** Its weight among the operations; any scale. */
  readonly share: number;
  /** Durations are log-normal: this median, and this standard deviation of the logarithm. */
  readonly medianMs: number;
  readonly sigma: number;
  /** Median size of a good answer; 0 = always empty. */
  readonly medianBytes: number;
}

/** Something goes wrong for a while. */
export interface Outage {
  /** Half-open, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Share of the requests concerned that get `status`, 0 to 1. */
  readonly share: number;
  /** 0 = no answer. */
  readonly status: number;
  /** Names of the only clients concerned; absent = all. */
  readonly clients?: readonly string[];
  /** Names ("GET /orders/{id}") of the only operations concerned; absent = all. */
  readonly operations?: readonly string[];
  /** What it multiplies the duration of each request concerned by; absent = 1. */
  readonly slower?: number;
  /** Median duration of the requests that it strikes, ms; absent = that of their operation. */
  readonly tookMs?: number;
  /** How the exchanges that it strikes ended, for sources that know; absent = only the status tells. */
  readonly outcome?: Outcome;
}
