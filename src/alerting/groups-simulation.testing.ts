import assert from "node:assert/strict";
import { ClientNames } from "#clients";
import { jobMigrations } from "#jobs";
import { Ids, MINUTE_MS, Random } from "#kernel";
import type { LiveAlert } from "#objectives";
import { openState, type State, type Tx } from "#storage";
import { Killed, type Kill, MortalWrites } from "../storage/mortal-writes.testing.ts";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { saveRouting } from "./actions/routing/save-routing.ts";
import { Alerting } from "./alerting.ts";
import { alertingMigrations } from "./migrations.ts";
import { matcherOf } from "./model/routing/matcher.ts";
import { outcomeAt } from "./outcome-at.testing.ts";
import { saveSilence } from "./store/silences.ts";

/** A notice that is durable: who takes notices writes it in the same transaction. */
interface KeptNotice {
  readonly group: string;
  readonly reason: string;
  readonly policy: string;
  readonly at: number;
  readonly due: number;
  readonly repeat_ms: number;
  readonly firing: number;
}

/** What a person does besides: a silence, or other routes. */
export type Deed =
  | { readonly kind: "silence"; readonly api: string; readonly minutes: number }
  | { readonly kind: "routes"; readonly text: string };

/** What happens, and where the process dies: at its n-th transaction, with or without that one's commit. */
export interface Scene {
  readonly file: string;
  readonly seed: number;
  readonly truth: readonly LiveAlert[];
  readonly deeds: readonly { readonly at: number; readonly deed: Deed }[];
  readonly kills: readonly Kill[];
}

const NOTICES = [
  {
    module: "told",
    migrations: [
      {
        name: "0001-told",
        sql: [
          `create table told_notices (seq integer primary key, "group" text not null, reason text not null,
            policy text not null, at bigint not null, due bigint not null, repeat_ms bigint not null, firing bigint not null)`,
        ],
      },
    ],
  },
];

/** How often the process does what is due. */
const BEAT_MS = 1_000;

/**
 * Groups in virtual time: alerts that are known before, a person who silences and changes routes, and a process that may
 * be killed at the store seam, which loses all memory and opens the same file again. Time passes a second at a time
 * where something is due, and in leaps where nothing is.
 */
export class GroupsSimulation {
  readonly clock = { at: 1_000_000, now: () => this.clock.at };
  /** Since when the process runs without a break; what is due earlier may be late. */
  #upSince = 1_000_000;
  readonly #scene: Scene;
  readonly #mortal: MortalWrites;
  readonly #random: Random;
  #seen = 0;
  #deeds = 0;
  #process: { state: State; alerting: Alerting; dead: boolean; ids: Ids } | undefined;
  /** By reason of lateness: what was due while the process ran. */
  readonly #late: string[] = [];
  #checked = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#mortal = MortalWrites.at(scene.kills);
    this.#random = new Random(scene.seed);
  }

  get writes(): number {
    return this.#mortal.writes;
  }

  get kills(): number {
    return this.#mortal.kills;
  }

  /** Plays the scene to its end; then everything is over and told. */
  async run(): Promise<KeptNotice[]> {
    await this.#start();
    const last = Math.max(...this.#scene.truth.map(({ endedAt }) => endedAt ?? 0), this.clock.at);
    const end = last + 600 * MINUTE_MS;
    await this.#turn();
    while (this.clock.at < end) {
      this.clock.at = await this.#nextInstant(end);
      await this.#turn();
    }
    const notices = await this.#notices();
    await this.#running().state.close();
    assert.deepEqual(this.#late, []);
    return notices;
  }

  async #turn(): Promise<void> {
    try {
      await this.#doDeeds();
      await this.#tick();
      await this.#running().alerting.beat(this.clock.at);
    } catch (fault) {
      assert.ok(fault instanceof Killed, String(fault));
    }
    if (this.#running().dead) {
      await this.#running().state.close();
      this.clock.at += this.#random.below(10 * MINUTE_MS);
      this.#upSince = this.clock.at;
      this.#seen = 0;
      await this.#start();
      return;
    }
    await this.#checkLateness();
  }

  /** The next second at which something is due, of the scene or of a group. */
  async #nextInstant(end: number): Promise<number> {
    const db = this.#running().state.read.tables<{ alerting_groups: { next_look_at: number | null } }>();
    const looks = await db.selectFrom("alerting_groups").select("alerting_groups.next_look_at").execute();
    const instants: (number | null | undefined)[] = [
      ...looks.map((row) => row.next_look_at),
      ...this.#scene.truth.flatMap(({ firedAt, toldAt, endedAt }) => [firedAt, toldAt, endedAt]),
      this.#scene.deeds[this.#deeds]?.at,
    ];
    const ahead = instants.filter((at) => typeof at === "number" && at > this.clock.at);
    const soonest = Math.min(end, ...(ahead as number[]));
    const now = this.clock.at;
    return now + Math.max(BEAT_MS, Math.ceil((soonest - now) / BEAT_MS) * BEAT_MS);
  }

  async #doDeeds(): Promise<void> {
    for (let next = this.#scene.deeds[this.#deeds]; next !== undefined && next.at <= this.clock.at;) {
      const { deed } = next;
      await this.#transact((tx) => this.#do(tx, deed));
      this.#deeds += 1;
      next = this.#scene.deeds[this.#deeds];
    }
  }

  async #do(tx: Tx, deed: Deed): Promise<void> {
    const now = this.clock.at;
    if (deed.kind === "routes") {
      await saveRouting(tx, { text: deed.text }, { now, managedBy: null, routing: new RoutingMemo() });
      return;
    }
    const times = { createdAt: now, confirmedAt: now, startsAt: now, endsAt: now + deed.minutes * MINUTE_MS };
    const who = { author: "ana", reason: "noise", endedBy: null, revision: 1 };
    const id = this.#running().ids.next("sil");
    await saveSilence(tx, { id, matchers: [matcherOf("api", "=", [deed.api])], ...who, ...times });
  }

  /** Tells what the engine says since it was asked last. */
  async #tick(): Promise<void> {
    const now = this.clock.at;
    const outcome = outcomeAt(this.#scene.truth, { now, since: this.#seen, apis: ["orders", "payments"] });
    if (outcome.alerts.length + outcome.complete.length > 0) {
      await this.#transact((tx) => this.#running().alerting.reconcile(tx, now, outcome));
    }
    this.#seen = now;
  }

  async #start(): Promise<void> {
    const state = await openState({
      at: { file: this.#scene.file },
      modules: [
        { module: "jobs", migrations: jobMigrations },
        { module: "alerting", migrations: alertingMigrations },
        ...NOTICES,
      ],
      clock: this.clock,
      program: "1.0.0",
    });
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
      tell: async (tx, { group, reason, policy, at, due, repeatMs, firing }) => {
        const row = { group, reason, policy, at, due, firing, repeat_ms: repeatMs };
        await tx.tables<{ told_notices: KeptNotice }>().insertInto("told_notices").values(row).execute();
      },
    });
    this.#process = Object.assign(own, { state, alerting, ids });
  }

  async #transact(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.#mortal.of(this.#running().state, this.#running())(work);
  }

  async #notices(): Promise<KeptNotice[]> {
    const db = this.#running().state.read.tables<{ told_notices: KeptNotice & { seq: number } }>();
    return await db.selectFrom("told_notices").selectAll().orderBy("told_notices.seq").execute();
  }

  /** No notice comes later than due + 5 s of running time. */
  async #checkLateness(): Promise<void> {
    const notices = await this.#notices();
    for (const { due, at, group, reason } of notices.slice(this.#checked)) {
      const since = Math.max(due, this.#upSince);
      if (at - since > 5_000) this.#late.push(`${group} ${reason} due ${due}, told ${at}, up since ${this.#upSince}`);
      assert.ok(at >= due, `${group} ${reason} was told before it was due`);
    }
    this.#checked = notices.length;
    const db = this.#running().state.read.tables<{ alerting_groups: { id: string; next_look_at: number | null } }>();
    const overdue = await db
      .selectFrom("alerting_groups")
      .select("alerting_groups.id")
      .where("alerting_groups.next_look_at", "<=", this.clock.at)
      .execute();
    assert.deepEqual(overdue, [], "what is due after a beat is never done");
  }

  #running() {
    assert.ok(this.#process !== undefined, "the simulation is not open");
    return this.#process;
  }
}
