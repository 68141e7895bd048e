import type { Interval } from "#kernel";
import { liveRecords } from "./live-records.ts";
import type { LiveStory } from "./live-story.ts";
import { type Truth, TruthCounter } from "./truth.ts";

/** What really happened to each API of a live story in a span; by the API's name, also of those without a request. */
export function liveTruthOf(story: LiveStory, span: Interval): ReadonlyMap<string, Truth> {
  const counters = new Map(story.apis.map((api) => [api.api, new TruthCounter(api)]));
  for (const record of liveRecords(story, span)) counters.get(record.api)?.add(record);
  return new Map([...counters].map(([api, counter]) => [api, counter.truth()]));
}
