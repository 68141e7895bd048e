import assert from "node:assert/strict";
import { identityMigrations, savePerson } from "#identity";
import { JobWorker, jobMigrations } from "#jobs";
import { Ids, Random } from "#kernel";
import { mailMigrations } from "#mail";
import type { Message, Reply } from "#messaging";
import { openState, Seal, type State, type Tx } from "#storage";
import { Killed, type Kill, MortalWrites } from "../storage/mortal-writes.testing.ts";
import { sealAddress } from "./actions/sealed-address.ts";
import { ALL_CHANNELS } from "./channels/all-channels.ts";
import { notificationMigrations } from "./migrations.ts";
import type { Rules } from "./model/rule.ts";
import { Notifications } from "./notifications.ts";
import { storeMethod } from "./store/methods.ts";
import { storeRules } from "./store/rules.ts";

/** How a provider behaves at an instant. `swallows`: it takes the message in and never answers; `cut`: it surely got nothing. */
export type Mood = "ok" | "swallows" | "cut" | "500" | "429" | "410";

/** A way to Ana, by its name; its mood may be another one at each instant. */
export interface Way {
  readonly name: string;
  readonly afterMs: number;
  readonly moodAt: (at: number) => Mood;
}

/** What the module above asks for, and when. It asks again, in the same words, until it is written. */
export interface Wish {
  readonly at: number;
  readonly what: "page" | "update" | "cancel" | "end";
  readonly subject: string;
}

/** A message that a provider took in, and whether it said so. */
interface Arrival {
  readonly way: string;
  readonly subject: string;
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly thanked: boolean;
}

/** What a webhook is told. */
interface Said {
  readonly type: string;
  readonly data: { readonly subject: string; readonly sentences: readonly string[] };
}

/** Of what it tells: itself, or what lies in it. */
function saidIn({ type, data }: Said): readonly Pick<Arrival, "subject" | "type">[] {
  if (!data.subject.startsWith("bundle")) return [{ subject: data.subject, type }];
  return data.sentences.map((sentence) => {
    const [subject = "", what = ""] = sentence.split(" ");
    return { subject, type: what === "end" ? "notification.ended" : `notification.${what}` };
  });
}

const MODULES = [
  { module: "jobs", migrations: jobMigrations },
  { module: "mail", migrations: mailMigrations },
  { module: "identity", migrations: identityMigrations },
  { module: "notification", migrations: notificationMigrations },
];

/** A house in virtual time whose process may be killed at the store seam: it loses all memory and opens the same file. */
export class Simulation {
  readonly clock = { at: 1_000_000, now: () => this.clock.at };
  readonly arrivals: Arrival[] = [];
  /** Subjects and ways of which something failed so that nobody knows, or was refused for good. */
  readonly unsure = new Set<string>();
  readonly refused = new Set<string>();
  readonly #options: {
    readonly file: string;
    readonly seed: number;
    readonly ways: readonly Way[];
    readonly wishes: readonly Wish[];
  };
  readonly #random: Random;
  readonly #seal = new Seal(Buffer.alloc(32, 7));
  readonly #mortal: MortalWrites;
  #wished = 0;
  #process: { state: State; notifications: Notifications; worker: JobWorker; dead: boolean } | undefined;

  constructor(options: Simulation["options"] & { readonly kills: readonly Kill[] }) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#mortal = MortalWrites.at(options.kills);
  }

  get writes(): number {
    return this.#mortal.writes;
  }

  get kills(): number {
    return this.#mortal.kills;
  }

  /** What it plays. */
  get options() {
    return this.#options;
  }

  async open(): Promise<void> {
    const state = await this.#openState();
    await state.transact(async (tx) => {
      const nextId = (): string => "per_ana";
      await savePerson(tx, { handle: "ana", roles: ["operator"] }, { now: 1, nextId, managedBy: null });
      for (const way of this.#options.ways) await this.#addWay(tx, way);
      const page = this.#options.ways.map(({ name, afterMs }) => ({ way: `mth_${name}`, afterMs }));
      await storeRules(tx, { personId: "per_ana", rules: { page, ticket: page } satisfies Rules, managedBy: null });
    });
    this.#start(state);
  }

  /** Moves the time, asks for what is wished, and does what is due. */
  async step(ms: number): Promise<void> {
    this.clock.at += ms;
    try {
      await this.#ask();
      await this.#running().worker.poke();
    } catch (fault) {
      assert.ok(fault instanceof Killed, String(fault));
    }
    await this.#running().worker.idle();
    if (this.#running().dead) await this.#restart();
  }

  async #ask(): Promise<void> {
    const due = this.#options.wishes.filter(({ at }) => at <= this.clock.at);
    while (this.#wished < due.length) {
      const wish = due[this.#wished] as Wish;
      const { state, notifications } = this.#running();
      await this.#mortal.of(state, this.#running())((tx) => this.#grant(tx, notifications, wish));
      this.#wished++;
    }
  }

  async #grant(tx: Tx, notifications: Notifications, { what, subject, at }: Wish): Promise<void> {
    const link = { text: "Open", url: "http://plimsoll.test/pages/1" };
    const message = { title: `${subject} ${what}`, sentences: [], link, acts: [], at, labels: {} };
    if (what === "cancel") await notifications.cancel(tx, subject);
    else if (what === "end") await notifications.tellEnd(tx, subject, message);
    else {
      const to = { kind: "person", name: "ana" } as const;
      await notifications.notify(tx, { subject, key: `${what} ${at}`, to, event: what, urgency: "page", message });
    }
  }

  async #addWay(tx: Tx, { name }: Way): Promise<void> {
    const id = `mth_${name}`;
    const channels = new Map(ALL_CHANNELS.map((channel) => [channel.kind, channel]));
    const parts = { channels, seal: this.#seal, entropy: () => new Uint8Array(32).fill(1) };
    const given = { url: `http://${name}.test/` };
    const { sealed, shown } = sealAddress(parts, { id, kind: "webhook", given, owner: "person" });
    const times = { createdAt: 1, verifiedAt: 1, provenAt: null, failingSince: null, failure: null };
    await storeMethod(tx, {
      id,
      personId: "per_ana",
      kind: "webhook",
      title: "",
      sealed,
      shown,
      ...times,
      disabled: false,
    });
  }

  #start(state: State): void {
    const own = { dead: false };
    const ids = new Ids(this.clock, (count) => Uint8Array.from({ length: count }, () => this.#random.below(256)));
    const transact = this.#mortal.of(state, own);
    const notifications = new Notifications({
      state: { transact, read: state.read },
      clock: this.clock,
      ids,
      seal: this.#seal,
      entropy: () => new Uint8Array(32),
      mail: { isOn: false, send: () => Promise.reject(new RangeError("no mail here")) },
      publicUrl: "http://plimsoll.test/",
      post: async (message) => await this.#receive(message, own),
    });
    const worker = new JobWorker({
      state: { transact, engine: state.engine },
      clock: this.clock,
      chance: () => this.#random.next(),
      newLease: () => ids.next("lease"),
      queues: notifications.queues,
      onFault: (fault) => assert.ok(fault instanceof Killed, String(fault)),
    });
    this.#process = Object.assign(own, { state, notifications, worker });
  }

  async #receive({ url, headers, body }: Message, own: { dead: boolean }): Promise<Reply> {
    if (own.dead) throw new Killed();
    const way = this.#options.ways.find(({ name }) => url === `http://${name}.test/`);
    assert.ok(way !== undefined);
    const mood = way.moodAt(this.clock.at);
    const { type, data } = JSON.parse(String(body)) as Said;
    const told = saidIn({ type, data });
    if (mood === "cut") return await Promise.resolve({ kind: "silent", reason: "refused", arrived: false });
    if (mood === "ok" || mood === "swallows") {
      const [id, thanked] = [headers["webhook-id"] ?? "", mood === "ok"];
      for (const one of told) this.arrivals.push({ way: way.name, ...one, id, at: this.clock.at, thanked });
    } else for (const { subject } of told) this.unsure.add(`${subject} ${way.name}`);
    if (mood === "410") {
      for (const { subject } of told) this.refused.add(`${subject} ${way.name}`);
    }
    if (mood === "swallows") return { kind: "silent", reason: "no answer", arrived: true };
    return { kind: "answered", status: mood === "ok" ? 200 : Number(mood), retryAfter: undefined, excerpt: "" };
  }

  async #restart(): Promise<void> {
    await this.#running().state.close();
    this.#start(await this.#openState());
    await this.checkDebt();
  }

  async #openState(): Promise<State> {
    const { file } = this.#options;
    return await openState({ at: { file }, modules: MODULES, clock: this.clock, program: "1.0.0" });
  }

  #running() {
    assert.ok(this.#process !== undefined, "the simulation is not open");
    return this.#process;
  }

  /** At each moment: every message that is due has its job, or lies in one that has. Gives what is still to be done. */
  async checkDebt(): Promise<number> {
    const db = this.#running().state.read.tables<{
      jobs: { key: string };
      notification_messages: { id: string; state: string; bundled_in: string | null };
    }>();
    const jobs = new Set((await db.selectFrom("jobs").select("jobs.key").execute()).map(({ key }) => key));
    const messages = await db.selectFrom("notification_messages").selectAll().execute();
    const due = messages.filter(({ state }) => state === "due");
    for (const { id, bundled_in: bundle } of due) assert.ok(jobs.has(bundle ?? id), `${id} is due and has no job`);
    return due.length + this.#options.wishes.length - this.#wished;
  }

  /** The promises, when everything is over. */
  checkPromises(): void {
    const ended = new Set(this.#options.wishes.flatMap(({ what, subject }) => (what === "end" ? [subject] : [])));
    for (const [pair, arrivals] of Map.groupBy(this.arrivals, ({ subject, way }) => `${subject} ${way}`)) {
      const kinds = arrivals.map(({ type }) => type);
      const firstEnd = kinds.indexOf("notification.ended");
      if (!ended.has(arrivals[0]?.subject ?? "") || this.refused.has(pair)) continue;
      assert.ok(firstEnd >= 0, `${pair} was told of the beginning and not of the end`);
      const maybe = this.unsure.has(pair) || this.kills > 0;
      assert.ok(firstEnd > 0 || maybe, `${pair} was told of an end only`);
      const after = kinds.slice(firstEnd).filter((type) => type !== "notification.ended");
      assert.deepEqual(after, [], `${pair}: an end overtook a beginning`);
    }
    for (const [id, arrivals] of Map.groupBy(this.arrivals, (arrival) => arrival.id)) {
      const thanked = new Set(arrivals.filter((arrival) => arrival.thanked).map(({ at }) => at)).size;
      assert.ok(thanked <= 1 + this.kills, `${id} was sent again although its receipt was known`);
    }
  }

  async close(): Promise<void> {
    await this.#running().worker.stop();
    await this.#running().state.close();
  }
}
