/** Made-up traffic whose truth is known: for tests, benches, seeds and the demo. */
export { bulk } from "./bulk.ts";
export { LINE_WRITERS, type LineWriter, STORY_FORMATS, type StoryFormat } from "./lines/line-writers.ts";
export { LiveLines } from "./lines/live-lines.ts";
export { callServer, refuseFailure, type ServerAccess } from "./live/call-server.ts";
export { driveStory } from "./live/drive-story.ts";
export { batchEnd, type RecordBatch, recordBatches } from "./live/record-batches.ts";
export { RecordSender } from "./live/record-sender.ts";
export { type ListedApi, StoryApis } from "./live/story-apis.ts";
export { liveStoryOf } from "./live-story-of.ts";
export { generate, type StoryRecord } from "./model/generate.ts";
export { type LiveRecord, liveRecords } from "./model/live-records.ts";
export {
  type ExpectedAlert,
  LIVE_STORIES,
  type LiveApi,
  type LiveStory,
  type LiveStoryName,
} from "./model/live-story.ts";
export { shuffled } from "./model/shuffled.ts";
export type { Story } from "./model/story.ts";
export { TruthCounter, truthOf } from "./model/truth.ts";
export { shiftedSample } from "./sample/shifted-sample.ts";
export { threeDays } from "./three-days.ts";
