/** Made-up traffic whose truth is known: for tests, benches, seeds and the demo. */
export { badDay } from "./bad-day.ts";
export { bulk } from "./bulk.ts";
export { LINE_WRITERS, type LineWriter, STORY_FORMATS, type StoryFormat } from "./lines/line-writers.ts";
export { generate, type StoryRecord } from "./model/generate.ts";
export { shuffled } from "./model/shuffled.ts";
export type { Story } from "./model/story.ts";
export { TruthCounter, truthOf } from "./model/truth.ts";
