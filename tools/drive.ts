import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { ordersApi } from "../examples/first-api/orders-api.ts";
import { countText, floorTo, Refusal, SECOND_MS, wallClockMs } from "#kernel";
import { type LiveStory, liveStoryOf } from "#stories";
import { CountedByServer } from "./drive/counted-by-server.ts";
import { playClients, type Seen } from "./drive/play-clients.ts";
import { isUsageError } from "./seed/is-usage-error.ts";
import { bootstrapOf, namedAccess, type StoryAccess } from "./seed/story-access.ts";

const USAGE = `Runs the small API of examples/first-api, and its five clients, which reach it through Plimsoll's gateway.

  npm run drive [-- --rate N] [--requests N] [--fail SHARE] [--port N] [--gateway URL] [--data DIR]

--rate      requests a second on average (default 5, at most 500)
--requests  ends after so many; without it, at Ctrl-C
--fail      share of requests that the API fails, 0 to 1 (default 0)
--port      of the API (default 8080, where the gateway looks for it)
--gateway   where clients reach it (default http://localhost:4748/shop)
--seed      other requests (default 2)
--data      data directory of the server (default PLIMSOLL_DATA, else ./data)

PLIMSOLL_SERVER and PLIMSOLL_TOKEN name another server instead. It should know the API: npx plimsoll apply -f examples/first-api
`;

const RATE_MAX = 500;
/** As examples/first-api/plan.yaml has it. */
const GATEWAY = "http://localhost:4748/shop";

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
      gateway: { type: "string", default: GATEWAY },
      seed: { type: "string", default: "2" },
      data: { type: "string", default: process.env["PLIMSOLL_DATA"] ?? "./data" },
    },
  });
  const rate = numberOf("rate", values.rate, RATE_MAX);
  const story = storyAtRate(rate, { failing: numberOf("fail", values.fail, 1), seed: numberOf("seed", values.seed) });
  const requests = values.requests === undefined ? Number.POSITIVE_INFINITY : numberOf("requests", values.requests);
  const counted = await CountedByServer.open(serverOf(values.data));
  const [api] = story.apis;
  const clients = new Map(api?.clients.map(({ key, name }) => [key, name]));
  const server = ordersApi({ clients, isBehindPlimsoll: true }).listen(numberOf("port", values.port), "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = gatewayOf(values.gateway);
  process.stdout.write(
    `Orders API on http://127.0.0.1:${port}; ${rate} requests a second of ${clients.size} clients through ${url}. Ctrl-C ends it.\n`,
  );
  const { host } = new URL(GATEWAY);
  const seen = await playClients(story, { url, host, requests, signal: stopped.signal });
  server.close();
  const sent = [...seen.values()].reduce((sum, one) => sum + one.requests, 0);
  process.stdout.write(outcomeText(seen, await counted.since(sent)));
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

function serverOf(directory: string): StoryAccess {
  const access = namedAccess() ?? bootstrapOf(directory);
  if (access !== null) return access;
  const detail = `No server has ever run on ${directory}. Start one (npm start), or name it with PLIMSOLL_SERVER.`;
  throw new Refusal("unavailable", "drive.no-server", detail);
}

function gatewayOf(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:") return text.replace(/\/$/, "");
  throw new Refusal("invalid", "drive.wrong-use", `--gateway takes an address such as ${GATEWAY}, not ${text}.`);
}

function outcomeText(seen: ReadonlyMap<string, Seen>, counted: number): string {
  const lines = [...seen].map(
    ([client, { requests, failed }]) =>
      `${client.padEnd(14)} ${countText(requests)} requests, ${countText(failed)} failed\n`,
  );
  return `${lines.toSorted().join("")}Plimsoll has counted ${countText(counted)} of them.\n`;
}

function numberOf(flag: string, text: string, max = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= max) return value;
  throw new Refusal("invalid", "drive.wrong-use", `--${flag} takes a number from 0 to ${max}, not ${text}.`);
}
