import assert from "node:assert/strict";
import { before, test } from "node:test";
import { isoText } from "#kernel";
import { GRID_MS } from "#objectives";
import type { LiveApi } from "#stories";
import { Receiver } from "../../src/messaging/receiver.testing.ts";
import { type LiveReport, liveReport, read } from "./live-report.ts";
import { type Named, type Replayed, replayed, type TriedTargets } from "./replayed.ts";
import { assertSameAsReplay, assertSameCounts, assertSameRows, byName, bySubject, picked } from "./same-as-replay.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "./running-server.ts";
import { goTo, linesOf, post, putApi, putDestination, tellLive } from "./told-live.ts";
import { TOLD, toldStory } from "./told-story.ts";

const STORY = toldStory(3_800);
const [API] = STORY.apis as [LiveApi];
const LINES = linesOf(STORY, TOLD);
const RECORDS = LINES.split("\n").length - 1;
const SPAN = { from: isoText(TOLD.from), to: isoText(TOLD.to) };
/** Nobody called for two hours: replay takes that for silence, as its log tells of no server that might have been down. */
const SILENCE_MS = 2 * 3_600_000;

let expected: Replayed;
before(async () => {
  await inTemporaryDirectory(async (directory) => {
    expected = await replayed(directory, [LINES], API.objectivesFile);
  });
});

test("records that come as they happen are counted, judged and told of as replay says of their log", async () => {
  const stops = new Set(expected.alerts.map(({ firedAt }) => Date.parse(String(firedAt))));
  const live = await reportAfter(TOLD.from, async (server) => {
    assert.equal(await tellLive(server, { story: STORY, span: TOLD, stops }), RECORDS);
    for (const tried of expected.whatIf) await assertSameWhatIf(server, tried);
  });
  assert.ok(expected.alerts.some(({ mutedBy }) => mutedBy !== null) && expected.alerts.some(({ end }) => end !== null));
  assert.ok(expected.pages.length > 5);
  assertSameAsReplay(live, expected);
});

test("records that all come after the fact give replay's counts and budgets, and wake nobody for what is over", async () => {
  const back = await reportAfter(TOLD.to - GRID_MS, async (server) => {
    assert.equal(await post(server, LINES), RECORDS);
    await goTo(server, TOLD.to);
  });
  assertSameCounts(back, expected);
  // That nobody called and that nobody listened look alike to a server that was not there: an hour is bridged, no more.
  // So the silence is no measured time, and does not slow the pace that a forecast is made of.
  const uncovered = expected.objectives.map(({ forecast: _pace, ...one }) => {
    return { ...one, coveredMs: Number(one["coveredMs"]) - SILENCE_MS };
  });
  assertSameRows(back.objectives, uncovered, byName);
  const stillFires = new Set(expected.alerts.filter(({ endedAt }) => endedAt === null).map(bySubject));
  assert.deepEqual(new Set(back.alerts.map(bySubject)), stillFires);
  assert.ok(back.alerts.every(({ firedAt, endedAt }) => Date.parse(String(firedAt)) === TOLD.to && endedAt === null));
  assert.ok(back.told.every(({ urgency }) => urgency === "ticket"));
});

/** Starts a server whose clock stands at `at`, tells it something, and reads what it says then. */
async function reportAfter(at: number, tell: (server: RunningServer) => Promise<void>): Promise<LiveReport> {
  let report: LiveReport | undefined;
  await inTemporaryDirectory(async (directory) => {
    await using receiver = await Receiver.open((response) => response.end());
    const server = await startServer(directory, ["--test-clock", isoText(at)]);
    try {
      await putApi(server, API);
      await putDestination(server, receiver.url);
      await tell(server);
      report = await liveReport(server, API.api, SPAN);
    } finally {
      assert.equal(await server.stop(), 0, server.output());
    }
  });
  assert.ok(report !== undefined);
  return report;
}

/** The server tries the same targets on what it remembers, and comes to the same. */
async function assertSameWhatIf(server: RunningServer, { objective, ...tried }: TriedTargets): Promise<void> {
  const id = encodeURIComponent(objective.slice(API.api.length + 1));
  const targets = tried.candidates.map(({ targetPpm }) => `targetPpm=${targetPpm}`).join("&");
  const answer = await read(server, `/api/v1/apis/${API.api}/objectives/${id}/what-if?${targets}`);
  const wanted = [tried.present, ...tried.candidates].map(({ load, ...one }) => ({ ...one, ...load }));
  const rows = [answer["present"], ...(answer["candidates"] as Named[])] as Named[];
  assert.ok(wanted.length > 1);
  assert.deepEqual(
    rows.map((row, index) => picked(row, wanted[index] ?? {})),
    wanted,
  );
  assert.equal(answer["outages"], tried.outages);
}
