import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ordersApi } from "../examples/first-api/orders-api.ts";
import { countText, floorTo, Refusal, SECOND_MS, wallClockMs } from "#kernel";
import { type LiveStory, liveStoryOf, RecordSender } from "#stories";
import { playClients, type Seen } from "./drive/play-clients.ts";
import { Report } from "./drive/report.ts";
import { isUsageError } from "./seed/is-usage-error.ts";
import { bootstrapOf, namedAccess, type StoryAccess } from "./seed/story-access.ts";

const USAGE = `Runs the small API of examples/first-api and its five clients, and tells a Plimsoll server of each request.

  npm run drive [-- --rate N] [--requests N] [--fail SHARE] [--port N] [--data DIR]

--rate      requests a second on average (default 5, at most 500)
--requests  ends after so many; without it, at Ctrl-C
--fail      share of requests that the API fails, 0 to 1 (default 0)
--port      of the API (default 8080)
--seed      other requests (default 2)
--data      data directory of the server (default PLIMSOLL_DATA, else ./data)

PLIMSOLL_SERVER and PLIMSOLL_TOKEN name another server instead. It should know the API: npx plimsoll apply -f examples/first-api
`;

const RATE_MAX = 500;

const stopped = new AbortController();
process.once("SIGINT", () => stopped.abort());
process.once("SIGTERM", () => stopped.abort());

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal) && !isUsageError(error)) throw error;
  process.stderr.write(`${error instanceof Refusal ? error.detail : error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rate: { type: "string", default: "5" },
      requests: { type: "string" },
      fail: { type: "string", default: "0" },
      port: { type: "string", default: "8080" },
      seed: { type: "string", default: "2" },
      data: { type: "string", default: process.env["PLIMSOLL_DATA"] ?? "./data" },
    },
  });
  const rate = numberOf("rate", values.rate, RATE_MAX);
  const story = storyAtRate(rate, { failing: numberOf("fail", values.fail, 1), seed: numberOf("seed", values.seed) });
  const requests = values.requests === undefined ? Number.POSITIVE_INFINITY : numberOf("requests", values.requests);
  const report = reportTo(namedAccess() ?? bootstrapOf(values.data), values.data);
  const [api] = story.apis;
  const clients = new Map(api?.clients.map(({ key, name }) => [key, name]));
  const server = ordersApi({ clients, onAnswered: report.add }).listen(numberOf("port", values.port), "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`Orders API on ${url}; ${rate} requests a second of ${clients.size} clients. Ctrl-C ends it.\n`);
  const telling = tellOn(report);
  const seen = await playClients(story, { url, requests, signal: stopped.signal });
  stopped.abort();
  server.close();
  await telling;
  process.stdout.write(outcomeText(seen, report));
}

/** The clients and operations of first-api, from this second on, at an even rate. */
function storyAtRate(perSecond: number, { failing, seed }: { failing: number; seed: number }): LiveStory {
  const now = floorTo(wallClockMs(), SECOND_MS);
  const story = liveStoryOf("first-api", { now });
  const ratePerHour = Array.from({ length: 24 }, () => perSecond * 3_600);
  const weekdayFactors = Array.from({ length: 7 }, () => 1);
  const apis = story.apis.map((api) => ({ ...api, ratePerHour, weekdayFactors, errorShare: failing }));
  return { ...story, seed, now, apis };
}

function reportTo(access: StoryAccess | null, directory: string): Report {
  if (access === null) {
    const detail = `No server has ever run on ${directory}. Start one (npm start), or name it with PLIMSOLL_SERVER.`;
    throw new Refusal("unavailable", "drive.no-server", detail);
  }
  // Not the signal of Ctrl-C: what was answered is told first.
  const { signal } = new AbortController();
  return new Report(new RecordSender({ url: access.url, token: access.intakeToken, signal }, (ms) => pause(ms)));
}

async function tellOn(report: Report): Promise<void> {
  while (!stopped.signal.aborted) {
    await pause(SECOND_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    await report.send();
  }
  await report.send();
}

function outcomeText(seen: ReadonlyMap<string, Seen>, { counts }: Report): string {
  const lines = [...seen].map(
    ([client, { requests, failed }]) =>
      `${client.padEnd(14)} ${countText(requests)} requests, ${countText(failed)} failed\n`,
  );
  const lost = counts.dropped === 0 ? "" : ` ${countText(counts.dropped)} were not taken.`;
  return `${lines.toSorted().join("")}Plimsoll has ${countText(counts.kept)} of them.${lost}\n`;
}

function numberOf(flag: string, text: string, max = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= max) return value;
  throw new Refusal("invalid", "drive.wrong-use", `--${flag} takes a number from 0 to ${max}, not ${text}.`);
}
