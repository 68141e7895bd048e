import assert from "node:assert/strict";
import { ClientNames } from "#clients";
import { JobWorker, jobMigrations } from "#jobs";
import { Ids, Random } from "#kernel";
import type { Message, Reply } from "#messaging";
import type { LiveAlert } from "#objectives";
import { openState, type State, type Tx } from "#storage";
import { Alerting } from "./alerting.ts";
import { alertingMigrations } from "./migrations.ts";
import type { Destination } from "./model/destination.ts";
import type { PagerNotice } from "./model/pager-event.ts";
import { Killed, type Kill, MortalWrites } from "../storage/mortal-writes.testing.ts";
import { outcomeAt } from "./outcome-at.testing.ts";
import { saveDestination } from "./store/destinations.ts";

/** How a receiver behaves at an instant. `swallows`: it reads the message and never answers. */
export type Mood = "ok" | "refuses" | "swallows" | "500" | "429" | "400";

/** A receiver; its mood may be another one at each instant. */
export interface Receiver {
  readonly destination: Destination;
  readonly moodAt: (at: number) => Mood;
}

/** A message that a receiver read, and whether it said so. */
interface Arrival {
  readonly destination: string;
  readonly alert: string;
  readonly id: string;
  readonly type: PagerNotice["type"];
  readonly thanked: boolean;
}

/**
 * A house in virtual time: an engine whose alerts are known before, receivers with moods, and a process that may be
 * killed at the store seam, which loses all memory and opens the same file again.
 */
export class Simulation {
  readonly clock = { at: 1_000_000, now: () => this.clock.at };
  readonly arrivals: Arrival[] = [];
  readonly #file: string;
  readonly #random: Random;
  readonly #receivers: readonly Receiver[];
  readonly #truth: readonly LiveAlert[];
  readonly #mortal: MortalWrites;
  #told = 0;
  #process: { state: State; alerting: Alerting; worker: JobWorker; dead: boolean } | undefined;

  constructor(options: {
    readonly file: string;
    readonly seed: number;
    readonly receivers: readonly Receiver[];
    readonly truth: readonly LiveAlert[];
    readonly kills: readonly Kill[];
  }) {
    this.#file = options.file;
    this.#random = new Random(options.seed);
    this.#receivers = options.receivers;
    this.#truth = options.truth;
    this.#mortal = MortalWrites.at(options.kills);
  }

  get writes(): number {
    return this.#mortal.writes;
  }

  get kills(): number {
    return this.#mortal.kills;
  }

  async open(): Promise<void> {
    const state = await this.#openState();
    await state.transact(async (tx) => {
      for (const { destination } of this.#receivers) await saveDestination(tx, destination);
    });
    this.#start(state);
  }

  /** Moves the time, tells what changed since, and does what is due. */
  async step(ms: number): Promise<void> {
    this.clock.at += ms;
    const { alerting, worker } = this.#running();
    try {
      const outcome = outcomeAt(this.#truth, { now: this.clock.at, since: this.#told, apis: ["orders"] });
      if (outcome.complete.length + outcome.alerts.length > 0) {
        await this.#write((tx) => alerting.reconcile(tx, this.clock.at, outcome));
      }
      this.#told = this.clock.at;
      await worker.poke();
    } catch (fault) {
      assert.ok(fault instanceof Killed, String(fault));
    }
    await worker.idle();
    if (this.#running().dead) await this.#restart();
  }

  #start(state: State): void {
    const own = { dead: false };
    const ids = new Ids(this.clock, (count) => Uint8Array.from({ length: count }, () => this.#random.below(256)));
    const transact = this.#mortal.of(state, own);
    const alerting = new Alerting({
      policies: () => Promise.resolve([]),
      state: { transact, read: state.read },
      clock: this.clock,
      ids,
      entropy: () => new Uint8Array(32),
      publicUrl: "http://plimsoll.test/",
      clients: new ClientNames(),
      tell: () => Promise.resolve(),
      send: async (message) => await this.#receive(message, own),
    });
    const worker = new JobWorker({
      state: { transact, engine: state.engine },
      clock: this.clock,
      chance: () => this.#random.next(),
      newLease: () => ids.next("lease"),
      queues: alerting.queues,
      onFault: (fault) => assert.ok(fault instanceof Killed, String(fault)),
    });
    this.#process = Object.assign(own, { state, alerting, worker });
  }

  async #write(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    const { state } = this.#running();
    await this.#mortal.of(state, this.#running())(work);
  }

  async #receive({ url, headers, body }: Message, own: { dead: boolean }): Promise<Reply> {
    if (own.dead) throw new Killed();
    const receiver = this.#receivers.find(({ destination }) => destination.to.url === url);
    assert.ok(receiver !== undefined);
    const mood = receiver.moodAt(this.clock.at);
    if (mood === "refuses") return await Promise.resolve({ kind: "silent", reason: "refused", arrived: false });
    if (mood !== "429" && mood !== "400") {
      const notice = JSON.parse(String(body)) as PagerNotice;
      this.arrivals.push({
        destination: receiver.destination.id,
        alert: notice.data.id,
        id: headers["webhook-id"] ?? "",
        type: notice.type,
        thanked: mood === "ok",
      });
    }
    if (mood === "swallows") return { kind: "silent", reason: "no answer", arrived: true };
    return { kind: "answered", status: mood === "ok" ? 200 : Number(mood), retryAfter: undefined, excerpt: "" };
  }

  async #restart(): Promise<void> {
    await this.#running().state.close();
    this.#told = 0;
    this.#start(await this.#openState());
    await this.checkDebt();
  }

  async #openState(): Promise<State> {
    return await openState({
      at: { file: this.#file },
      modules: [
        { module: "jobs", migrations: jobMigrations },
        { module: "alerting", migrations: alertingMigrations },
      ],
      clock: this.clock,
      program: "1.0.0",
    });
  }

  #running() {
    assert.ok(this.#process !== undefined, "the simulation is not open");
    return this.#process;
  }

  /** At each moment: every message that is due has its job, and every told alert has its messages. Gives what is due. */
  async checkDebt(): Promise<number> {
    const db = this.#running().state.read.tables<{
      jobs: { key: string };
      alerting_deliveries: { id: string; state: string; alert_id: string; event: string };
      alerting_alerts: { id: string; told_at: number | null; ended_at: number | null };
    }>();
    const jobs = new Set((await db.selectFrom("jobs").select("jobs.key").execute()).map(({ key }) => key));
    const deliveries = await db.selectFrom("alerting_deliveries").selectAll().execute();
    const due = deliveries.filter(({ state }) => state === "due");
    for (const { id } of due) assert.ok(jobs.has(id), `${id} is due and has no job`);
    for (const alert of await db.selectFrom("alerting_alerts").selectAll().execute()) {
      const told = new Set(deliveries.filter((one) => one.alert_id === alert.id).map(({ event }) => event));
      if (alert.told_at !== null) assert.ok(told.has("fired"), `${alert.id} is told by no message`);
      if (alert.told_at !== null && alert.ended_at !== null) assert.ok(told.has("ended"), `${alert.id} has no end`);
    }
    return due.length;
  }

  /** The promises to receivers, when everything is over and delivered. */
  checkPromises(): void {
    const byPair = Map.groupBy(this.arrivals, ({ alert, destination }) => `${alert} ${destination}`);
    for (const [pair, arrivals] of byPair) {
      const kinds = arrivals.map(({ type }) => (type === "alert.fired" ? "fired" : "ended"));
      const firstEnd = kinds.indexOf("ended");
      assert.ok(firstEnd >= 0, `${pair} was told of the beginning and not of the end`);
      assert.ok(firstEnd > 0, `${pair} was told of an end only`);
      assert.ok(!kinds.slice(firstEnd).includes("fired"), `${pair}: an end overtook a beginning`);
    }
    for (const [id, arrivals] of Map.groupBy(this.arrivals, (arrival) => arrival.id)) {
      const thanked = arrivals.filter((arrival) => arrival.thanked).length;
      assert.ok(thanked <= 1 + this.kills, `${id} was sent again although its receipt was known`);
    }
  }

  async close(): Promise<void> {
    await this.#running().worker.stop();
    await this.#running().state.close();
  }
}
