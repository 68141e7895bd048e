import assert from "node:assert/strict";
import { test } from "node:test";
import type { Migration, State } from "#storage";
import { JobWorker, type JobRun, type WorkerLimits } from "./job-worker.ts";
import { jobMigrations } from "./migrations.ts";
import type { ClaimedJob, JobOrder } from "./model/job.ts";
import { dismissJob, enqueue, queueState } from "./store.ts";

type Open = (modules: readonly { module: string; migrations: readonly Migration[] }[]) => Promise<State>;

const MODULES = [{ module: "jobs", migrations: jobMigrations }];
const LIMITS: WorkerLimits = { running: 16, perTarget: 2, leaseMs: 60_000 };

/** What jobs promise on each engine. `open` gives an empty state with the modules' tables. */
export function testJobs(engine: string, open: Open): void {
  test(`${engine}: a job is done once it is due, not before, and then it is gone`, async () => {
    await using bench = await openBench(open);
    await bench.order({ key: "later", dueAt: 1_000 }, { key: "now", dueAt: 0 });
    await bench.run();
    assert.deepEqual(bench.done, ["now"]);
    bench.clock.at = 1_000;
    await bench.run();
    assert.deepEqual(bench.done, ["now", "later"]);
    assert.deepEqual(await queueState(bench.state.read, "trial"), { waiting: 0, firstDueAt: null });
  });

  test(`${engine}: asking twice for the same key is asking once`, async () => {
    await using bench = await openBench(open);
    await bench.order({ key: "a", dueAt: 5 }, { key: "a", dueAt: 0 });
    assert.deepEqual(await queueState(bench.state.read, "trial"), { waiting: 1, firstDueAt: 5 });
  });

  test(`${engine}: an order in a transaction that fails was never made`, async () => {
    await using bench = await openBench(open);
    const failing = bench.state.transact(async (tx) => {
      await enqueue(tx, { queue: "trial", key: "a", dueAt: 0, payload: null });
      throw new RangeError("changed my mind");
    });
    await assert.rejects(failing, /changed my mind/);
    await bench.run();
    assert.deepEqual(bench.done, []);
  });

  test(`${engine}: jobs of one lane are done by ascending place, and none while an earlier one waits for its next attempt`, async () => {
    await using bench = await openBench(open, failingFirst("b1"));
    const lane = (name: string, place: number) => ({ lane: { name, place } });
    await bench.order(
      { key: "b2", dueAt: 0, ...lane("b", 2) },
      { key: "b1", dueAt: 0, ...lane("b", 1) },
      { key: "c1", dueAt: 0, ...lane("c", 1) },
      { key: "c2", dueAt: 0, ...lane("c", 2) },
    );
    await bench.run();
    assert.deepEqual(bench.done, ["c1", "c2"]);
    bench.clock.at = 5_000;
    await bench.run();
    assert.deepEqual(bench.done, ["c1", "c2", "b1", "b2"]);
  });

  test(`${engine}: what fails is tried again later each time, not before the instant that was asked for`, async () => {
    const attempts: number[] = [];
    await using bench = await openBench(open, () => {
      attempts.push(bench.clock.at);
      return { kind: "again", notBefore: attempts.length === 1 ? 30_000 : null };
    });
    await bench.order({ key: "a", dueAt: 0 });
    for (; bench.clock.at <= 60_000; bench.clock.at += 500) await bench.run();
    assert.deepEqual(attempts, [0, 30_000, 40_000, 60_000]);
  });

  test(`${engine}: an attempt that throws is told, and tried again`, async () => {
    await using bench = await openBench(open, ({ attempt }) => {
      if (attempt === 1) throw new RangeError("a bug");
      return { kind: "done" };
    });
    await bench.order({ key: "a", dueAt: 0 });
    await bench.run();
    bench.clock.at = 5_000;
    await bench.run();
    assert.deepEqual(bench.faults.map(String), ["RangeError: a bug"]);
    assert.equal((await queueState(bench.state.read, "trial")).waiting, 0);
  });

  test(`${engine}: a receiver that hangs holds up two jobs of its own, and nobody else`, async () => {
    const hung = Promise.withResolvers<void>();
    await using bench = await openBench(open, async ({ target }) => {
      if (target === "hangs") await hung.promise;
      return { kind: "done" };
    });
    const hanging = Array.from({ length: 70 }, (_, n) => ({ key: `a${n}`, dueAt: 0, target: "hangs" }));
    await bench.order(...hanging, { key: "z1", dueAt: 1, target: "quick" }, { key: "z2", dueAt: 1 });
    bench.clock.at = 1;
    await bench.worker.poke();
    while (bench.done.length < 2) await bench.worker.poke();
    assert.deepEqual(bench.done.toSorted(), ["z1", "z2"]);
    assert.equal(bench.begun.filter((key) => key.startsWith("a")).length, 2);
    hung.resolve();
    await bench.worker.idle();
    assert.equal(bench.done.length, 72);
  });

  test(`${engine}: two workers never do one job at the same time; when one dies, the other does its jobs after the lease`, async () => {
    const never = Promise.withResolvers<void>().promise;
    await using bench = await openBench(open, async () => {
      await never;
      return { kind: "done" };
    });
    const heir = bench.another(() => ({ kind: "done" }));
    await bench.order({ key: "a", dueAt: 0 });
    await bench.worker.poke();
    await heir.poke();
    await heir.idle();
    assert.deepEqual(bench.done, []);
    bench.clock.at = 60_000;
    await heir.poke();
    await heir.idle();
    assert.deepEqual(bench.done, ["a"]);
    bench.forsaken = true;
  });

  test(`${engine}: whoever comes back after its lease writes nothing over what another one found`, async () => {
    const slow = Promise.withResolvers<void>();
    const recorded: string[] = [];
    await using bench = await openBench(open, async () => {
      await slow.promise;
      return { kind: "done", record: () => Promise.resolve(void recorded.push("the first")) };
    });
    const heir = bench.another(() => ({
      kind: "done",
      record: () => Promise.resolve(void recorded.push("the second")),
    }));
    await bench.order({ key: "a", dueAt: 0 });
    await bench.worker.poke();
    bench.clock.at = 60_000;
    await heir.poke();
    await heir.idle();
    slow.resolve();
    await bench.worker.idle();
    assert.deepEqual(recorded, ["the second"]);
  });

  test(`${engine}: what is looked at later comes at that instant, and makes no later wait longer`, async () => {
    const looks: number[] = [];
    await using bench = await openBench(open, () => {
      looks.push(bench.clock.at);
      return looks.length <= 5 ? { kind: "later", at: bench.clock.at + 10_000 } : { kind: "again", notBefore: null };
    });
    await bench.order({ key: "a", dueAt: 0 });
    for (; bench.clock.at <= 60_000; bench.clock.at += 500) await bench.run();
    assert.deepEqual(looks, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 55_000]);
  });

  test(`${engine}: what is not under way is taken back and never done; what is under way is not`, async () => {
    const slow = Promise.withResolvers<void>();
    await using bench = await openBench(open, async () => {
      await slow.promise;
      return { kind: "done" };
    });
    const dismissed = async (key: string) =>
      await bench.state.transact(async (tx) => await dismissJob(tx, { queue: "trial", key }));
    await bench.order({ key: "a", dueAt: 0 }, { key: "b", dueAt: 1_000 });
    await bench.worker.poke();
    assert.deepEqual([await dismissed("a"), await dismissed("b"), await dismissed("c")], [false, true, false]);
    slow.resolve();
    bench.clock.at = 1_000;
    await bench.run();
    assert.deepEqual(bench.done, ["a"]);
  });

  test(`${engine}: stopping waits for what runs and begins nothing more`, async () => {
    const slow = Promise.withResolvers<void>();
    await using bench = await openBench(open, async () => {
      await slow.promise;
      return { kind: "done" };
    });
    await bench.order({ key: "a", dueAt: 0 });
    await bench.worker.poke();
    const stopped = bench.worker.stop();
    await bench.order({ key: "b", dueAt: 0 });
    slow.resolve();
    await stopped;
    await bench.worker.poke();
    assert.deepEqual(bench.done, ["a"]);
    assert.equal((await queueState(bench.state.read, "trial")).waiting, 1);
  });
}

type Verdict = Awaited<ReturnType<JobRun>>;
type Decide = (job: ClaimedJob) => Verdict | Promise<Verdict>;

function failingFirst(key: string): Decide {
  return (job) => (job.key === key && job.attempt === 1 ? { kind: "again", notBefore: null } : { kind: "done" });
}

/** A state with one queue, a clock that is moved by hand, and a worker without luck: it always waits the longest. */
async function openBench(open: Open, decide: Decide = () => ({ kind: "done" })) {
  const state = await open(MODULES);
  const clock = { at: 0, now: () => clock.at };
  const begun: string[] = [];
  const done: string[] = [];
  const faults: unknown[] = [];
  let leases = 0;
  const workerOf = (decides: Decide): JobWorker =>
    new JobWorker({
      state,
      clock,
      chance: () => 1 - 2 ** -40,
      newLease: () => `lease${leases++}`,
      queues: {
        trial: async (job) => {
          begun.push(job.key);
          const verdict = await decides(job);
          if (verdict.kind === "done") done.push(job.key);
          return verdict;
        },
      },
      onFault: (fault) => faults.push(fault),
      limits: LIMITS,
    });
  const worker = workerOf(decide);
  const bench = {
    state,
    clock,
    begun,
    done,
    faults,
    worker,
    another: workerOf,
    /** Its worker never comes to an end. */
    forsaken: false,
    order: async (...orders: (Omit<JobOrder, "queue" | "payload"> & { key: string })[]) => {
      await state.transact(async (tx) => {
        for (const order of orders) await enqueue(tx, { queue: "trial", payload: null, ...order });
      });
    },
    run: async () => {
      await worker.poke();
      await worker.idle();
    },
    [Symbol.asyncDispose]: async () => {
      if (!bench.forsaken) await worker.stop();
      await state.close();
    },
  };
  return bench;
}
