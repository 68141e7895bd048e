import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOUR_MS, Random, SECOND_MS, stopwatchMs } from "#kernel";
import { type Batch, batchOf, goTo, makeOrders, postBatch, RECORDS_IN_A_BATCH } from "./batches.ts";
import { allRecords, assertRecounted } from "./recount.ts";
import { type RunningServer, startServer } from "./running-server.ts";

const POSTERS = 8;
/** The clock moves by so much while batches come; each move is long enough for a tick and a snapshot. */
const STEP_MS = 10 * SECOND_MS;
/** In one of so many rounds it moves by more than an hour: a segment of the log is closed, and compressed. */
const HOUR_ONE_IN = 3;
const SETTINGS = "snapshotEvery: 10 seconds\nfreeSpace: 1 MiB\n";

/** What became of the rounds. */
export interface CrashFigures {
  rounds: number;
  acknowledged: number;
  unanswered: number;
  repeated: number;
  /** Moves of the clock that were answered: each with a tick and a snapshot. */
  ticks: number;
  /** Moves in which the server was killed. */
  killedInTick: number;
  records: number;
  segmentsCompressed: number;
  slowestStartMs: number;
}

interface Story {
  readonly directory: string;
  readonly random: Random;
  readonly sent: Map<string, Batch>;
  readonly done: CrashFigures;
  readonly startedAt: number;
  /** What the server's clock was told last. */
  now: number;
}

/**
 * Kills a server at random moments under load, while it ticks and writes snapshots, and starts it again, `rounds` times
 * in one directory, or until `isOver`. Asserts after each: every record of an acknowledged batch is found once; of a
 * batch that was not answered all records or none are; repeating what was not answered with its key makes it whole, once;
 * counts, budgets, and both by client, are those of a recount of all records.
 */
export async function crashRounds(
  directory: string,
  { rounds, seed, isOver = () => false }: { rounds: number; seed: number; isOver?: () => boolean },
): Promise<CrashFigures> {
  const startedAt = Date.UTC(2026, 2, 1, 12);
  const story: Story = {
    directory,
    random: new Random(seed),
    sent: new Map(),
    done: none(),
    startedAt,
    now: startedAt,
  };
  writeFileSync(join(directory, "settings.yaml"), SETTINGS);
  let server = await startedAgain(story);
  await makeOrders(server);
  for (; story.done.rounds < rounds && !isOver(); story.done.rounds++) {
    const unanswered = await loadUntilKilled(server, story);
    server = await startedAgain(story);
    await assertWholeBatches(server, story.sent, unanswered);
    for (const batch of unanswered) await repeat(server, batch, story);
    await assertWholeBatches(server, story.sent, []);
    await move(server, story, story.random.below(HOUR_ONE_IN) === 0 ? HOUR_MS + STEP_MS : 2 * STEP_MS);
    await assertRecounted(server, "orders", story.startedAt - HOUR_MS);
  }
  assert.equal(await server.stop(), 0, server.output());
  story.done.records = story.sent.size * RECORDS_IN_A_BATCH;
  story.done.segmentsCompressed = readdirSync(join(directory, "log")).filter((name) => name.endsWith(".blocks")).length;
  return story.done;
}

function none(): CrashFigures {
  return {
    rounds: 0,
    acknowledged: 0,
    unanswered: 0,
    repeated: 0,
    ticks: 0,
    killedInTick: 0,
    records: 0,
    segmentsCompressed: 0,
    slowestStartMs: 0,
  };
}

async function startedAgain({ directory, now, done }: Story): Promise<RunningServer> {
  const clock = new Date(now).toISOString();
  const from = stopwatchMs();
  const server = await startServer(directory, ["--config", join(directory, "settings.yaml"), "--test-clock", clock]);
  done.slowestStartMs = Math.max(done.slowestStartMs, Math.round(stopwatchMs() - from));
  return server;
}

async function move(server: RunningServer, story: Story, ms: number): Promise<void> {
  story.now += ms;
  const answer = await goTo(server, story.now);
  assert.equal(answer.status, 200, await answer.text());
}

async function repeat(server: RunningServer, batch: Batch, { done }: Story): Promise<void> {
  const answer = await postBatch(server, batch);
  assert.equal(answer.status, 200, await answer.text());
  done.repeated++;
}

/** Posts batches from several clients while time passes, kills the server after some of them, and gives those that were not answered. */
async function loadUntilKilled(server: RunningServer, story: Story): Promise<Batch[]> {
  const { random, sent, done } = story;
  const killAfter = 1 + random.below(120);
  const unanswered: Batch[] = [];
  let answered = 0;
  let killed: Promise<void> | undefined;
  const poster = async (name: number): Promise<void> => {
    for (let index = 0; killed === undefined; index++) {
      const batch = batchOf(`r${done.rounds}-p${name}-${index}`, story.now);
      sent.set(batch.key, batch);
      const isAcknowledged = await isOk(postBatch(server, batch));
      if (isAcknowledged) done.acknowledged++;
      else unanswered.push(batch);
      if (++answered === killAfter) killed = server.kill();
    }
  };
  const isAlive = (): boolean => killed === undefined;
  const time = async (): Promise<void> => {
    while (isAlive()) {
      story.now += STEP_MS;
      if (await isOk(goTo(server, story.now))) done.ticks++;
      else done.killedInTick++;
    }
  };
  await Promise.all([time(), ...Array.from({ length: POSTERS }, (_, name) => poster(name))]);
  await killed;
  done.unanswered += unanswered.length;
  return unanswered;
}

function isOk(answer: Promise<Response>): Promise<boolean> {
  return answer.then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** The server has all records of each batch, once; of those in `maybe` all or none. */
async function assertWholeBatches(
  server: RunningServer,
  sent: ReadonlyMap<string, Batch>,
  maybe: readonly Batch[],
): Promise<void> {
  const found = new Map<string, Set<string>>();
  for (const { requestId } of await allRecords(server, "orders")) {
    const key = requestId.split("/")[0] ?? "";
    const seen = found.get(key) ?? new Set<string>();
    assert(!seen.has(requestId), `${requestId} is there twice`);
    found.set(key, seen.add(requestId));
  }
  const unsure = new Set(maybe.map(({ key }) => key));
  for (const key of sent.keys()) {
    const there = found.get(key)?.size ?? 0;
    if (!unsure.has(key)) assert.equal(there, RECORDS_IN_A_BATCH, `batch ${key} was acknowledged`);
    else assert(there === 0 || there === RECORDS_IN_A_BATCH, `${there} records of the unanswered batch ${key}`);
  }
}
