import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countText, Refusal, wallClockMs } from "#kernel";
import { LIVE_STORIES, type LiveStoryName, liveStoryOf, RecordSender, StoryApis } from "#stories";
import { isUsageError } from "./seed/is-usage-error.ts";
import { registerStory, sourceOf } from "./seed/register-story.ts";
import { seedHistory, type Seeded } from "./seed/seed-history.ts";
import { SeedProgress } from "./seed/seed-progress.ts";
import { serverForSeed } from "./seed/server-for-seed.ts";
import { namedAccess, type StoryAccess } from "./seed/story-access.ts";

const USAGE = `Fills a server with 30 days of a story, over its public HTTP interface.

  npm run seed <story> [-- --data DIR] [--into]

<story>   ${LIVE_STORIES.join(", ")}
--data    data directory of the server (default PLIMSOLL_DATA, else ./data). When no server runs on it, one is started
          for the story and stopped after it.
--into    also beside APIs that are no part of the story

PLIMSOLL_SERVER and PLIMSOLL_TOKEN name another server instead.
`;

const stopped = new AbortController();
process.once("SIGINT", () => stopped.abort());
process.once("SIGTERM", () => stopped.abort());

try {
  await main();
} catch (error) {
  if (!stopped.signal.aborted) tell(error);
  else process.stderr.write("\nStopped. Start the same again to go on: what the server has is not sent twice.\n");
  process.exitCode = stopped.signal.aborted ? 130 : 2;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: "string", default: process.env["PLIMSOLL_DATA"] ?? "./data" },
      into: { type: "boolean", default: false },
    },
  });
  const name = LIVE_STORIES.find((known) => known === positionals[0]);
  if (name === undefined || positionals.length > 1) throw wrongUse(`Name one story: ${LIVE_STORIES.join(", ")}.`);
  const remote = namedAccess();
  if (remote !== null) return seed(name, remote, values.into);
  await using server = await serverForSeed(values.data, stopped.signal);
  await seed(name, server.access, values.into);
}

async function seed(name: LiveStoryName, { url, adminToken, intakeToken }: StoryAccess, into: boolean): Promise<void> {
  const { signal } = stopped;
  const progress = new SeedProgress();
  const seeded = await seedHistory({
    storyAt: (now) => liveStoryOf(name, { now }),
    into,
    now: wallClockMs(),
    apis: new StoryApis({ url, token: adminToken, signal }),
    sender: new RecordSender(
      { url, token: intakeToken, signal },
      (ms) => pause(ms, undefined, { signal }),
      sourceOf(name),
    ),
    register: () => registerStory(name, { url, token: adminToken, signal }),
    onTold: (story, batch) => progress.told(story, batch),
  });
  process.stdout.write(`${outcomeText(seeded, progress.end().seconds)} ${url}\n`);
}

function outcomeText({ story, kept, dropped, hadUntil }: Seeded, seconds: number): string {
  if (story.apis.length === 0) return `${story.name} has no API and no traffic: there was nothing to tell.`;
  const names = story.apis.map(({ api }) => api).join(", ");
  if (hadUntil !== null && kept === 0) return `The server has all of ${story.name} already (${names}).`;
  const lost = Object.entries(dropped).map(([reason, count]) => `${countText(count)} ${reason}`);
  const lostText = lost.length === 0 ? "" : ` Not taken: ${lost.join(", ")}.`;
  return `${story.name}: ${countText(kept)} records of ${names} in ${seconds.toFixed(1)} s.${lostText}`;
}

function tell(error: unknown): void {
  if (!(error instanceof Refusal) && !isUsageError(error)) throw error;
  const isWrongUse = !(error instanceof Refusal) || error.code === "seed.wrong-use";
  process.stderr.write(`${error instanceof Refusal ? error.detail : error.message}\n${isWrongUse ? `\n${USAGE}` : ""}`);
}

function wrongUse(detail: string): Refusal {
  return new Refusal("invalid", "seed.wrong-use", detail);
}
