import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TrafficCounts } from "#traffic";
import { TestClock } from "../../src/app/clock/test-clock.ts";
import { defaultSettings } from "../../src/app/config/read-settings.ts";
import { Server } from "../../src/app/server.ts";
import { serverLog } from "../../src/app/server-log.ts";
import { historyNames, keptHistory } from "./history.ts";

/**
 * The whole server on a new data directory, answering from a history that was made before, until it is killed:
 * `fork("server.ts", [HISTORY, DIRECTORY])` is told address and token, and what was used so far for each message.
 */
const [history = "", directory = ""] = process.argv.slice(2);
const { end, state } = keptHistory(history);
const clock = new TestClock(end);
const server = await Server.open(
  { host: "127.0.0.1", port: 0 },
  {
    directory,
    settings: defaultSettings(),
    clock,
    testClock: clock,
    version: "0.0.0",
    production: false,
    log: serverLog(),
  },
);
const counts = TrafficCounts.open({ directory: history, names: historyNames(), clock, state });
(server.parts.measurement as { traffic: TrafficCounts }).traffic = counts;
const { adminToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
process.on("disconnect", () => process.exit());
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.send?.({ url: server.url, token: adminToken });
