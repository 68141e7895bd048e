import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { templateOf } from "#apis";
import { Gateway } from "#gateway";
import { DirectRecords, redactionOf, redactionSchema } from "#intake";
import { inlineMore, SteadyClock, stopwatchMs, wallClockMs } from "#kernel";
import { Dictionaries } from "#records";
import { decodedRecord } from "../../src/app/gateway/decoded-record.ts";
import { decisionUnderLoad } from "../forward-auth/decision-under-load.ts";

/**
 * The gateway of a server in a process of its own: the real decision for 1,000 clients with keys, limits and quotas, and
 * records that go as columns to a file that is synced. `node gateway-server.ts UPSTREAM KEYS LOG` writes the keys and
 * prints its port.
 */
const CLIENTS = 1_000;
const [upstream = "", keysFile = "", logFile = ""] = process.argv.slice(2);
const DAY_MS = 86_400_000;

inlineMore();
const { decision, keys } = decisionUnderLoad(CLIENTS);
writeFileSync(keysFile, keys.join("\n"));
const log = await open(logFile, "a");
const clock = new SteadyClock({ wallMs: wallClockMs, steadyMs: stopwatchMs });
const report = (fault: unknown): void => void process.stderr.write(`${String(fault)}\n`);
const records = new DirectRecords({
  dictionaries: new Dictionaries(),
  live: {
    taken: { revision: 0, refusalOf: () => null },
    redaction: redactionOf(redactionSchema.parse({}), ""),
    leftOut: new Map(),
  },
  operationOf: (method, path) => `${method} ${templateOf(path)}`,
  retentionMs: 30 * DAY_MS,
  append: async ({ columns }) => {
    for (const { at, durationUs, length } of columns) {
      await log.write(new Uint8Array(at.buffer, at.byteOffset, length * at.BYTES_PER_ELEMENT));
      await log.write(new Uint8Array(durationUs.buffer, durationUs.byteOffset, length * durationUs.BYTES_PER_ELEMENT));
    }
    await log.datasync();
  },
  took: ({ dropped }) => {
    if (dropped.size > 0) report([...dropped].join());
  },
  lost: () => report("a record was lost"),
  now: () => clock.now(),
  report,
});
const gateway = new Gateway({
  access: decision,
  sink: { add: (record) => records.add(decodedRecord(record)) },
  now: () => clock.now(),
  stopwatch: stopwatchMs,
  entropy: randomBytes,
  report,
  headersMs: 10_000,
  settings: { trustedProxies: [], bodyBytesMax: 1e8 },
});
const usual = { versions: {}, connectMs: 2_000, answerMs: 30_000, idleMs: 60_000, retries: 1 };
gateway.use(new Map([["orders", { ...usual, targets: [upstream], health: null, failOpen: false }]]));
process.stdout.write(`${await gateway.listen({ host: "127.0.0.1", port: 0 })}\n`);
process.on("SIGTERM", () => process.exit(0));
