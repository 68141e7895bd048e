import { parseArgs } from "node:util";
import { HOUR_MS, isoText, MINUTE_MS, stopwatchMs } from "#kernel";
import type { LiveApi } from "#stories";
import { Receiver } from "../src/messaging/receiver.testing.ts";
import { liveReport } from "../test/server/live-report.ts";
import { replayed } from "../test/server/replayed.ts";
import { inTemporaryDirectory, startServer } from "../test/server/running-server.ts";
import { assertSameAsReplay, assertSameCounts } from "../test/server/same-as-replay.ts";
import { goTo, linesOf, post, putApi, putDestination, tellLive } from "../test/server/told-live.ts";
import { TOLD, toldStory } from "../test/server/told-story.ts";

/**
 * The records of `--records` (2,000,000) requests of thirty hours, replayed from a file, told to a server as they happen,
 * and sent to another one all at once: counts, budgets, alerts and pages must be the same. It fails where they are not.
 */
const { values } = parseArgs({ options: { records: { type: "string", default: "2000000" } } });
/** Two of the thirty hours are silent. */
const STORY = toldStory(Number(values.records) / ((TOLD.to - TOLD.from) / HOUR_MS - 2));
const [API] = STORY.apis as [LiveApi];
const SPAN = { from: isoText(TOLD.from), to: isoText(TOLD.to) };
const STEP_MS = 10 * MINUTE_MS;

await inTemporaryDirectory(async (directory) => {
  await using receiver = await Receiver.open((response) => response.end());
  const expected = await timed("printed, and replayed", () => replayed(directory, chunks(), API.objectivesFile));
  const stops = new Set(expected.alerts.map(({ firedAt }) => Date.parse(String(firedAt))));
  const live = await startServer(`${directory}/live`, ["--test-clock", SPAN.from]);
  try {
    await putApi(live, API);
    await putDestination(live, receiver.url);
    const kept = await timed("told as they happen", () => tellLive(live, { story: STORY, span: TOLD, stops }));
    const report = await timed("read back", () => liveReport(live, API.api, SPAN));
    assertSameAsReplay(report, expected);
    print(`${kept} records, ${report.alerts.length} alerts, ${report.told.length} of them told: the same as replay's`);
  } finally {
    await live.stop();
  }
  const late = await startServer(`${directory}/late`, ["--test-clock", SPAN.to]);
  try {
    await putApi(late, API);
    await timed("sent all at once", async () => {
      for (const chunk of chunks()) await post(late, chunk);
      await goTo(late, TOLD.to + MINUTE_MS);
    });
    assertSameCounts(await liveReport(late, API.api, SPAN), expected);
    print("all at once: the same counts");
  } finally {
    await late.stop();
  }
});

function* chunks(): Generator<string> {
  for (let from = TOLD.from; from < TOLD.to; from += STEP_MS) yield linesOf(STORY, { from, to: from + STEP_MS });
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = stopwatchMs();
  const result = await work();
  print(`${what}: ${((stopwatchMs() - began) / 1_000).toFixed(1)} s`);
  return result;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
