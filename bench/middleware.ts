import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Plimsoll } from "../packages/middleware/src/index.ts";
import { type Host, HOSTS } from "../test/interop/middleware/frameworks.ts";
import type { Load } from "./middleware/load.ts";

/**
 * What the middleware costs a request: processor time of the thread that answers, with it and without, in short rounds side by
 * side. The median of their differences counts, because a round is as fast as the machine lets it be just then. Another
 * process asks, and takes what is told, which is part of the cost. Keys are hashed, traces are told.
 * Goal: at most 10 µs a request.
 */
const ROUNDS = 120;
/** Not counted: code is compiled while it runs, and what is measured first would pay for all. */
const WARM_UP = 30;
const REQUESTS = 300;
const CONNECTIONS = 8;

/** Stands in the place of a middleware that does nothing. */
const NONE = {
  node: (handler: unknown) => handler,
  express: () => (_request: unknown, _response: unknown, next: () => void) => next(),
  fastify: () => (_app: unknown, _options: unknown, done: () => void) => done(),
  hono: () => (_context: unknown, next: () => Promise<void>) => next(),
} as unknown as Plimsoll;

const asking = fork(fileURLToPath(new URL("./middleware/load.ts", import.meta.url)));
const [intake] = (await once(asking, "message")) as [string];
console.log(`${REQUESTS} requests a round over ${CONNECTIONS} connections, medians of ${ROUNDS} alternating rounds`);
for (const [framework, open] of Object.entries(HOSTS)) {
  const plimsoll = new Plimsoll({ url: intake, token: "t", api: "orders", keyHeader: "x-api-key", everyMs: 100 });
  const [without, withIt] = [await open(NONE), await open(plimsoll)];
  const times = { without: [] as number[], withIt: [] as number[], more: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    // Either goes first in every other round, so that what the machine does besides is in both alike.
    const first = round % 2 === 0 ? await microsEach(without) : undefined;
    const more = await microsEach(withIt);
    const less = first ?? (await microsEach(without));
    if (round < WARM_UP) continue;
    times.without.push(less);
    times.withIt.push(more);
    times.more.push(more - less);
  }
  const { seen, dropped, faults } = plimsoll.counts();
  await Promise.all([without.close(), withIt.close()]);
  await plimsoll.close();
  if (seen !== (WARM_UP + ROUNDS) * REQUESTS || dropped + faults > 0) {
    throw new Error(`seen ${seen}, dropped ${dropped}, faults ${faults}`);
  }
  const [less, more, each] = [median(times.without), median(times.withIt), median(times.more)];
  const told = `without ${less.toFixed(1)} µs, with ${more.toFixed(1)} µs, in the same round ${each.toFixed(1)} µs more`;
  console.log(`  ${framework.padEnd(8)} ${told}`);
}
asking.kill();

/** Processor time of this thread for each request, µs. */
async function microsEach({ url }: Host): Promise<number> {
  const before = process.threadCpuUsage();
  asking.send({ url, requests: REQUESTS, connections: CONNECTIONS } satisfies Load);
  await once(asking, "message");
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / REQUESTS;
}

function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
}
