import { type LiveMoment, spanOf } from "./model/live-moment.ts";
import type { LiveStory } from "./model/live-story.ts";

/** Nothing yet: a server on its first day. */
export function empty(moment: LiveMoment): LiveStory {
  return { name: "empty", seed: 1, ...spanOf(moment), apis: [], expected: [] };
}
