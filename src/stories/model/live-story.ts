import type { Interval } from "#kernel";
import type { Urgency } from "#objectives";
import type { StoryClient, Traffic } from "./story.ts";

/** The stories that a server can be told. */
export const LIVE_STORIES = ["empty", "first-api", "bad-day"] as const;
export type LiveStoryName = (typeof LIVE_STORIES)[number];

/**
 * A story for a running server: APIs, what each promises, and their traffic at any time. Plain data. It has a beginning
 * and no end: after `now` it goes on with ordinary days, and with what `now` or another instant set off.
 */
export interface LiveStory {
  readonly name: LiveStoryName;
  readonly seed: number;
  /** The instant that it is told at, epoch ms, on the grid of ten seconds; what happened "today" lies before it. */
  readonly now: number;
  /** Its first instant: 30 days before `now` and an hour less, so that a server that keeps 30 days takes all of it. */
  readonly from: number;
  readonly apis: readonly LiveApi[];
  /** The alerts that people would have got, and that somebody who judges the whole of it must find. */
  readonly expected: readonly ExpectedAlert[];
}

/** An API with its promises. */
export interface LiveApi extends Traffic {
  readonly title: string;
  /** Where it is called: scheme, host and path prefix. */
  readonly url: string;
  /** Its objectives file (YAML). */
  readonly objectivesFile: string;
  readonly clients: readonly LiveClient[];
  /** By time; the first one was there before the story. */
  readonly releases: readonly Release[];
  readonly bursts: readonly Burst[];
}

/** A client application, and who is behind it. */
export interface LiveClient extends StoryClient {
  readonly organisation: string;
  readonly plan: string;
  readonly region: string;
  /** The version of the API that it calls. */
  readonly version: string;
}

/** What runs from an instant on. */
export interface Release {
  readonly from: number;
  readonly release: string;
}

/** Requests of one client for one operation, beside its ordinary ones. */
export interface Burst extends Interval {
  readonly client: string;
  /** "GET /orders/{id}". */
  readonly operation: string;
  readonly perSecond: number;
}

/** An alert that is nobody's opinion: it follows from the story and the windows of the objective. */
export interface ExpectedAlert {
  readonly api: string;
  /** The objective's name behind the slash. */
  readonly objective: string;
  /** null = the API as a whole. */
  readonly client: string | null;
  readonly urgency: Urgency;
  /** When it fires, half-open. */
  readonly fires: Interval;
  /** When it ends; null = sooner or later. */
  readonly ends: Interval | null;
}
