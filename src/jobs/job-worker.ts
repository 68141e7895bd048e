import { type Clock, MINUTE_MS } from "#kernel";
import type { State, Tx } from "#storage";
import { retryAt } from "./model/retry.ts";
import type { ClaimedJob } from "./model/job.ts";
import { claimJobs, isHeld, postponeJob, removeJob } from "./store.ts";

/** What became of an attempt. `record` writes what it found, in the transaction that settles the job. */
export type JobVerdict =
  | { readonly kind: "done"; readonly record?: (tx: Tx) => Promise<void> }
  /** Not done: to be tried again, not before `notBefore` (null: when the worker likes), at `dueAt` as it turns out. */
  | {
      readonly kind: "again";
      readonly notBefore: number | null;
      readonly record?: (tx: Tx, dueAt: number) => Promise<void>;
    }
  /** It was not its turn: to be looked at again at `at`. That counts as no attempt, and makes no later wait longer. */
  | { readonly kind: "later"; readonly at: number };

/** Does one attempt; it must come to its end well within the lease. What it throws is a bug: told, and tried again. */
export type JobRun = (job: ClaimedJob) => Promise<JobVerdict>;

/** What a worker works with. */
export interface WorkerOptions {
  readonly state: Pick<State, "transact" | "engine">;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
  /** A name that no other claim has, in any process. */
  readonly newLease: () => string;
  readonly queues: Readonly<Record<string, JobRun>>;
  /** Told of what should not happen: an attempt that threw, or a result that could not be written. */
  readonly onFault: (fault: unknown, job: ClaimedJob | undefined) => void;
  readonly limits?: WorkerLimits;
}

/** How much is done at once, and for how long a claim stands. */
export interface WorkerLimits {
  readonly running: number;
  readonly perTarget: number;
  /** A crash delays what was running by so much. */
  readonly leaseMs: number;
}

/** Room for a dozen receivers that hang, each with all that may run of it, beside those that answer. */
const LIMITS: WorkerLimits = { running: 64, perTarget: 4, leaseMs: MINUTE_MS };

/**
 * Does what is due. It never waits by itself: `poke` it whenever time has moved or something was ordered; what a job
 * leaves behind (the next of its lane, a free place) is seen to without. At least once: a job whose process dies is
 * done again when its lease has ended.
 */
export class JobWorker {
  readonly #options: WorkerOptions;
  readonly #limits: WorkerLimits;
  readonly #running = new Map<ClaimedJob, Promise<void>>();
  #claiming: Promise<void> | undefined;
  #pokedAgain = false;
  #stopped = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
  }

  /** Starts what is due and has room; resolves when it runs, not when it is done. */
  async poke(): Promise<void> {
    this.#pokedAgain = true;
    this.#claiming ??= this.#claim();
    await this.#claiming;
  }

  /** Resolves when nothing runs any more and nothing is due. */
  async idle(): Promise<void> {
    while (this.#claiming !== undefined || this.#running.size > 0) {
      // A claim that failed was told to whoever poked.
      await Promise.allSettled([this.#claiming, ...this.#running.values()]);
    }
  }

  /** Claims nothing more, and waits for what runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
  }

  async #claim(): Promise<void> {
    // Not before the promise of this call is kept in its place, which the end of it clears.
    await Promise.resolve();
    try {
      while (this.#pokedAgain && !this.#stopped) {
        this.#pokedAgain = false;
        await this.#claimRound();
      }
    } finally {
      this.#claiming = undefined;
    }
  }

  async #claimRound(): Promise<void> {
    const room = this.#limits.running - this.#running.size;
    const claimed = room > 0 ? await this.#claimUpTo(room) : [];
    for (const job of claimed) this.#start(job);
    // One round takes one job of a target: there may be more.
    if (claimed.length > 0) this.#pokedAgain = true;
  }

  async #claimUpTo(count: number): Promise<ClaimedJob[]> {
    const { state, clock, newLease, queues } = this.#options;
    const now = clock.now();
    const claim = {
      queues: Object.keys(queues),
      now,
      count,
      busyTargets: this.#busyTargets(),
      lease: newLease(),
      leasedUntil: now + this.#limits.leaseMs,
      skipLocked: state.engine === "postgres",
    };
    return await state.transact(async (tx) => await claimJobs(tx, claim));
  }

  #busyTargets(): string[] {
    const running = Map.groupBy(this.#running.keys(), ({ target }) => target);
    return [...running].flatMap(([target, jobs]) =>
      target !== null && jobs.length >= this.#limits.perTarget ? [target] : [],
    );
  }

  #start(job: ClaimedJob): void {
    const run = this.#attempt(job).finally(() => {
      this.#running.delete(job);
      if (!this.#stopped) this.poke().catch((fault: unknown) => this.#options.onFault(fault, undefined));
    });
    this.#running.set(job, run);
  }

  async #attempt(job: ClaimedJob): Promise<void> {
    try {
      const verdict = await this.#verdictOf(job);
      await this.#options.state.transact(async (tx) => await this.#settle(tx, job, verdict));
    } catch (fault) {
      // Nothing was written: the job is done again when its lease has ended.
      this.#options.onFault(fault, job);
    }
  }

  async #verdictOf(job: ClaimedJob): Promise<JobVerdict> {
    const run = this.#options.queues[job.queue] as JobRun;
    try {
      return await run(job);
    } catch (fault) {
      this.#options.onFault(fault, job);
      return { kind: "again", notBefore: null };
    }
  }

  async #settle(tx: Tx, job: ClaimedJob, verdict: JobVerdict): Promise<void> {
    if (!(await isHeld(tx, job))) return;
    if (verdict.kind === "done") {
      await verdict.record?.(tx);
      await removeJob(tx, job);
      return;
    }
    if (verdict.kind === "later") {
      await postponeJob(tx, job, { dueAt: verdict.at, attempts: job.attempt - 1 });
      return;
    }
    const { clock, chance } = this.#options;
    const retry = { now: clock.now(), attempts: job.attempt, notBefore: verdict.notBefore, chance: chance() };
    const dueAt = retryAt(retry);
    await verdict.record?.(tx, dueAt);
    await postponeJob(tx, job, { dueAt, attempts: job.attempt });
  }
}
