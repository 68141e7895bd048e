import assert from "node:assert/strict";
import { Random } from "#kernel";
import { type RunningServer, startServer } from "./running-server.ts";

const RECORDS_IN_A_BATCH = 50;
const POSTERS = 8;
const PAGE = 1_000;

/** What became of the rounds. */
export interface CrashFigures {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly repeated: number;
}

interface Batch {
  readonly key: string;
  readonly body: string;
}

/**
 * Kills a server at random moments under load and starts it again, `rounds` times in one directory. Asserts after each:
 * every record of an acknowledged batch is found once; of a batch that was not answered all records or none are; repeating
 * what was not answered with its key makes it whole, once; the counts are those of a recount of all records.
 */
export async function crashRounds(directory: string, rounds: number, seed: number): Promise<CrashFigures> {
  const random = new Random(seed);
  const done = { rounds, acknowledged: 0, unanswered: 0, repeated: 0 };
  const sent = new Map<string, Batch>();
  let server = await startServer(directory);
  await server.call("/api/v1/apis/orders", {
    method: "PUT",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  for (let round = 0; round < rounds; round++) {
    const unanswered = await loadUntilKilled(server, { random, round, sent, done });
    server = await startServer(directory);
    await assertWholeBatches(server, sent, unanswered);
    for (const batch of unanswered) {
      const answer = await postBatch(server, batch);
      assert.equal(answer.status, 200, await answer.text());
      done.repeated++;
    }
    await assertWholeBatches(server, sent, []);
  }
  assert.equal(await server.stop(), 0, server.output());
  return done;
}

interface Round {
  readonly random: Random;
  readonly round: number;
  readonly sent: Map<string, Batch>;
  readonly done: { acknowledged: number; unanswered: number };
}

/** Posts batches from several clients, kills the server after some of them, and gives those that were not answered. */
async function loadUntilKilled(server: RunningServer, { random, round, sent, done }: Round): Promise<Batch[]> {
  const killAfter = 1 + random.below(60);
  const unanswered: Batch[] = [];
  let answered = 0;
  let killed: Promise<void> | undefined;
  const poster = async (name: number): Promise<void> => {
    for (let index = 0; killed === undefined; index++) {
      const batch = batchOf(`r${round}-p${name}-${index}`);
      sent.set(batch.key, batch);
      const isAcknowledged = await postBatch(server, batch).then(
        (answer) => answer.status === 200,
        () => false,
      );
      if (isAcknowledged) done.acknowledged++;
      else unanswered.push(batch);
      if (++answered === killAfter) killed = server.kill();
    }
  };
  await Promise.all(Array.from({ length: POSTERS }, (_, name) => poster(name)));
  await killed;
  done.unanswered += unanswered.length;
  return unanswered;
}

function batchOf(key: string): Batch {
  const at = new Date(Date.now() - 1_000).toISOString();
  const lines = Array.from({ length: RECORDS_IN_A_BATCH }, (_, index) =>
    JSON.stringify({
      at,
      api: "orders",
      method: "GET",
      path: "/orders",
      status: index % 10 === 0 ? 500 : 200,
      durationMs: 12,
      client: `client-${index % 3}`,
      requestId: `${key}/${index}`,
    }),
  );
  return { key, body: `${lines.join("\n")}\n` };
}

function postBatch(server: RunningServer, { key, body }: Batch): Promise<Response> {
  return server.post(body, { "idempotency-key": key });
}

/** All records that the server has, by the batch that they belong to; each record once. */
async function assertWholeBatches(
  server: RunningServer,
  sent: ReadonlyMap<string, Batch>,
  maybe: readonly Batch[],
): Promise<void> {
  const found = new Map<string, Set<string>>();
  let records = 0;
  for (let cursor: string | null = ""; cursor !== null;) {
    const answer = await server.call(
      `/api/v1/records?api=orders&limit=${PAGE}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    assert.equal(answer.status, 200);
    const page = (await answer.json()) as { items: { requestId: string }[]; next: string | null };
    for (const { requestId } of page.items) {
      const key = requestId.split("/")[0] ?? "";
      const seen = found.get(key) ?? new Set<string>();
      assert(!seen.has(requestId), `${requestId} is there twice`);
      found.set(key, seen.add(requestId));
      records++;
    }
    cursor = page.next;
  }
  const unsure = new Set(maybe.map(({ key }) => key));
  for (const key of sent.keys()) {
    const there = found.get(key)?.size ?? 0;
    if (!unsure.has(key)) assert.equal(there, RECORDS_IN_A_BATCH, `batch ${key} was acknowledged`);
    else assert(there === 0 || there === RECORDS_IN_A_BATCH, `${there} records of the unanswered batch ${key}`);
  }
  const kpis = (await (await server.call("/api/v1/apis/orders/kpis")).json()) as { requests: number };
  assert.equal(kpis.requests, records, "the counts are those of the records");
}
