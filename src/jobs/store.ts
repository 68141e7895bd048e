import type { Reader, Tx } from "#storage";
import type { ClaimedJob, JobOrder } from "./model/job.ts";

/** A row is there as long as the job is not done. */
interface JobRow {
  readonly queue: string;
  readonly key: string;
  readonly payload: string;
  readonly lane: string | null;
  readonly place: number;
  readonly target: string | null;
  readonly due_at: number;
  readonly attempts: number;
  readonly lease: string | null;
  readonly leased_until: number | null;
}

interface Tables {
  jobs: JobRow;
}

/** Rows looked at for one claim. */
const CANDIDATES = 64;

/** What a worker asks for. */
export interface Claim {
  readonly queues: readonly string[];
  readonly now: number;
  readonly count: number;
  /** Targets of which enough run already. */
  readonly busyTargets: readonly string[];
  readonly lease: string;
  readonly leasedUntil: number;
  /** Where several processes claim at once (PostgreSQL), a row that another one looks at is passed over. */
  readonly skipLocked: boolean;
}

/** Rows of one insert. */
const CHUNK = 500;

/** Orders a job in the transaction that makes it necessary. A key that is waiting already stays as it is. */
export async function enqueue(tx: Tx, order: JobOrder): Promise<void> {
  await enqueueAll(tx, [order]);
}

/** The same for many, many rows a statement. */
export async function enqueueAll(tx: Tx, orders: readonly JobOrder[]): Promise<void> {
  for (let from = 0; from < orders.length; from += CHUNK) {
    await tx
      .tables<Tables>()
      .insertInto("jobs")
      .values(orders.slice(from, from + CHUNK).map(rowOf))
      .onConflict((conflict) => conflict.columns(["queue", "key"]).doNothing())
      .execute();
  }
}

function rowOf({ queue, key, payload, lane, target, dueAt }: JobOrder): JobRow {
  return {
    queue,
    key,
    payload: JSON.stringify(payload),
    lane: lane?.name ?? null,
    place: lane?.place ?? 0,
    target: target ?? null,
    due_at: dueAt,
    attempts: 0,
    lease: null,
    leased_until: null,
  };
}

/**
 * Takes due jobs whose lane is free, the longest due first, one of each target. Each counts as one attempt, whatever
 * becomes of it.
 */
export async function claimJobs(tx: Tx, claim: Claim): Promise<ClaimedJob[]> {
  const found = await dueJobs(tx, claim);
  const chosen = found.filter(
    ({ target }, index) => target === null || found.findIndex((one) => one.target === target) === index,
  );
  const { lease, leasedUntil } = claim;
  const claimed: ClaimedJob[] = [];
  for (const { queue, key, payload, target, attempts } of chosen.slice(0, claim.count)) {
    const attempt = attempts + 1;
    await tx
      .tables<Tables>()
      .updateTable("jobs")
      .set({ lease, leased_until: leasedUntil, attempts: attempt })
      .where("jobs.queue", "=", queue)
      .where("jobs.key", "=", key)
      .execute();
    claimed.push({ queue, key, payload: JSON.parse(payload) as unknown, target, attempt, lease });
  }
  return claimed;
}

async function dueJobs(
  tx: Tx,
  claim: Claim,
): Promise<Pick<JobRow, "queue" | "key" | "payload" | "target" | "attempts">[]> {
  let query = tx
    .tables<Tables>()
    .selectFrom("jobs")
    .select(["jobs.queue", "jobs.key", "jobs.payload", "jobs.target", "jobs.attempts"])
    .where("jobs.queue", "in", claim.queues)
    .where("jobs.due_at", "<=", claim.now)
    .where((has) => has.or([has("jobs.leased_until", "is", null), has("jobs.leased_until", "<=", claim.now)]))
    .where((has) =>
      has.not(
        has.exists(
          has
            .selectFrom("jobs as earlier")
            .select("earlier.key")
            .whereRef("earlier.lane", "=", "jobs.lane")
            .whereRef("earlier.place", "<", "jobs.place"),
        ),
      ),
    )
    .orderBy("jobs.due_at")
    .orderBy("jobs.key")
    .limit(CANDIDATES);
  if (claim.busyTargets.length > 0) {
    query = query.where((has) =>
      has.or([has("jobs.target", "is", null), has("jobs.target", "not in", claim.busyTargets)]),
    );
  }
  return await (claim.skipLocked ? query.forUpdate("jobs").skipLocked() : query).execute();
}

/** Whether the claim still stands: nobody took the job over after its lease had ended. */
export async function isHeld(tx: Tx, { queue, key, lease }: ClaimedJob): Promise<boolean> {
  const row = await tx
    .tables<Tables>()
    .selectFrom("jobs")
    .select("jobs.lease")
    .where("jobs.queue", "=", queue)
    .where("jobs.key", "=", key)
    .executeTakeFirst();
  return row?.lease === lease;
}

/** The job is done, and gone. */
export async function removeJob(tx: Tx, { queue, key }: Pick<JobOrder, "queue" | "key">): Promise<void> {
  await tx.tables<Tables>().deleteFrom("jobs").where("queue", "=", queue).where("key", "=", key).execute();
}

/** Takes back what is not under way: nobody does it then. False when it is under way, or is not there. */
export async function dismissJob(tx: Tx, { queue, key }: Pick<JobOrder, "queue" | "key">): Promise<boolean> {
  const { numDeletedRows } = await tx
    .tables<Tables>()
    .deleteFrom("jobs")
    .where("jobs.queue", "=", queue)
    .where("jobs.key", "=", key)
    .where("jobs.lease", "is", null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The job is free again, due later, with so many attempts behind it. */
export async function postponeJob(
  tx: Tx,
  { queue, key }: ClaimedJob,
  { dueAt, attempts }: { readonly dueAt: number; readonly attempts: number },
): Promise<void> {
  await tx
    .tables<Tables>()
    .updateTable("jobs")
    .set({ lease: null, leased_until: null, due_at: dueAt, attempts })
    .where("queue", "=", queue)
    .where("key", "=", key)
    .execute();
}

/** How many jobs of a queue wait, and since when the first of them has been due: what a metric shows. */
export async function queueState(
  reader: Reader,
  queue: string,
): Promise<{ readonly waiting: number; readonly firstDueAt: number | null }> {
  const row = await reader
    .tables<Tables>()
    .selectFrom("jobs")
    .select((has) => [has.fn.countAll<number>().as("waiting"), has.fn.min("jobs.due_at").as("firstDueAt")])
    .where("jobs.queue", "=", queue)
    .executeTakeFirstOrThrow();
  return { waiting: row.waiting, firstDueAt: row.firstDueAt };
}
