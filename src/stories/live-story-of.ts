import { badDay } from "./bad-day.ts";
import { empty } from "./empty.ts";
import { firstApi } from "./first-api.ts";
import type { LiveMoment } from "./model/live-moment.ts";
import type { LiveStory, LiveStoryName } from "./model/live-story.ts";

const STORIES: Readonly<Record<LiveStoryName, (moment: LiveMoment) => LiveStory>> = {
  empty,
  "first-api": firstApi,
  "bad-day": badDay,
};

/** A story by its name, told at a moment. */
export function liveStoryOf(name: LiveStoryName, moment: LiveMoment): LiveStory {
  return STORIES[name](moment);
}
