import { parseRfc3339 } from "#intake";
import { instantText, Refusal } from "#kernel";
import {
  batchEnd,
  type ListedApi,
  type LiveApi,
  type LiveStory,
  type RecordBatch,
  recordBatches,
  type RecordSender,
  type StoryApis,
} from "#stories";

/** What is to be told, and to whom. */
export interface Seed {
  /** The story, told at an instant (epoch ms). */
  readonly storyAt: (now: number) => LiveStory;
  /** Whether it may go beside APIs that are no part of it. */
  readonly into: boolean;
  /** Epoch ms. */
  readonly now: number;
  readonly apis: StoryApis;
  readonly sender: RecordSender;
  /** Makes known who is in the story; called before its first API is created, and once. */
  readonly register: () => Promise<void>;
  /** After each batch. */
  readonly onTold: (story: LiveStory, batch: RecordBatch) => void;
}

/** What came of it. */
export interface Seeded {
  readonly story: LiveStory;
  readonly kept: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Up to where (epoch ms) the server had the story already; null = it had nothing of it. */
  readonly hadUntil: number | null;
}

/**
 * Fills a server with the history of a story, over its public HTTP interface. What was begun before is gone on with: the
 * story is told as of the moment when its first API was created, in batches of the same records with the same keys, one
 * after the other. So the newest record that the server has says which batches it has.
 */
export async function seedHistory(seed: Seed): Promise<Seeded> {
  const story = await prepared(seed);
  const hadUntil = await newestOf(story, seed.apis);
  const dropped: Record<string, number> = {};
  let kept = 0;
  const from = hadUntil === null ? story.from : batchEnd(hadUntil);
  for (const batch of recordBatches(story, { from, to: story.now })) {
    const taken = await seed.sender.post(batch);
    kept += taken.kept;
    for (const [reason, count] of Object.entries(taken.dropped)) dropped[reason] = (dropped[reason] ?? 0) + count;
    seed.onTold(story, batch);
  }
  return { story, kept, dropped, hadUntil };
}

/** Creates what is missing, and gives the story as of its first API. */
async function prepared({ storyAt, into, now, apis, register }: Seed): Promise<LiveStory> {
  const draft = storyAt(now);
  const before = await apis.list();
  if (!into) refuseOthers(draft, before);
  const isNew = !draft.apis.some(({ api }) => before.some((one) => one.api === api));
  if (isNew) await register();
  const listed = isNew ? await apis.list() : before;
  for (const api of draft.apis) {
    if (!listed.some((one) => one.api === api.api)) await apis.put(api);
    else await completed(api, apis);
  }
  const [first] = draft.apis;
  if (first === undefined) return draft;
  const { createdAt = "" } = (await apis.list()).find(({ api }) => api === first.api) ?? {};
  return storyAt(parseRfc3339(createdAt) ?? now);
}

function refuseOthers(story: LiveStory, listed: readonly ListedApi[]): void {
  const others = listed.map(({ api }) => api).filter((name) => !story.apis.some(({ api }) => api === name));
  if (others.length === 0) return;
  throw new Refusal(
    "conflict",
    "seed.other-apis",
    `This server has APIs that are no part of ${story.name}: ${others.slice(0, 5).join(", ")}. Nothing was changed. ` +
      "Choose another data directory with --data, or say --into to put the story beside them.",
  );
}

/** An API of this name that promises something else is somebody's own: its traffic must not be mixed with ours. */
async function completed(api: LiveApi, apis: StoryApis): Promise<void> {
  const file = await apis.objectivesFileOf(api.api);
  if (file === api.objectivesFile) return;
  if (file.trim() === "") return apis.put(api);
  throw new Refusal(
    "conflict",
    "seed.same-name",
    `This server has an API ${api.api} whose objectives are not those of the story. Nothing was sent. ` +
      "Choose another data directory with --data.",
  );
}

async function newestOf(story: LiveStory, apis: StoryApis): Promise<number | null> {
  let newest: number | null = null;
  for (const { api } of story.apis) {
    const text = await apis.newestAt(api, instantText(story.from), instantText(story.now));
    const at = text === null ? undefined : parseRfc3339(text);
    if (at !== undefined) newest = Math.max(newest ?? at, at);
  }
  return newest;
}
