import assert from "node:assert/strict";
import { Alerting, alertingMigrations } from "#alerting";
import { ClientNames } from "#clients";
import { identityMigrations, savePerson } from "#identity";
import { jobMigrations, JobWorker } from "#jobs";
import { Ids, MINUTE_MS, Random, SECOND_MS } from "#kernel";
import { type Mail, mailMigrations } from "#mail";
import { Notifications, notificationMigrations } from "#notification";
import { OnCall, readSchedule } from "#oncall";
import { openState, Seal, type State, type Tx } from "#storage";
import { outcomeAt } from "../alerting/outcome-at.testing.ts";
import { routeBy } from "../alerting/routing.testing.ts";
import { makeReachable } from "../notification/reachable.testing.ts";
import { Killed, MortalWrites } from "../storage/mortal-writes.testing.ts";
import { actByLink } from "./actions/act-by-link.ts";
import type { EscalationPorts } from "./actions/ports.ts";
import { saveEscalation } from "./actions/save-escalation.ts";
import { Escalation } from "./escalation.ts";
import { escalationMigrations } from "./migrations.ts";
import { type Scene, SCHEDULE } from "./scene.testing.ts";
import { checkKept, checkPromises, type Letter, nextDue } from "./promises.testing.ts";

const MODULES = [
  { module: "jobs", migrations: jobMigrations },
  { module: "mail", migrations: mailMigrations },
  { module: "identity", migrations: identityMigrations },
  { module: "notification", migrations: notificationMigrations },
  { module: "alerting", migrations: alertingMigrations },
  { module: "escalation", migrations: escalationMigrations },
];
const ROUTING =
  "routing:\n  default: {escalate: standard, group: [api, objective], wait: 30s, update: 5m, repeat: 4h}\n";
const POLICY = {
  steps: [{ page: ["schedule:primary"] }, { page: ["person:ben", "schedule:primary"], after: "5m" }],
  rounds: 3,
  fallback: "person:cho",
};
/** Nothing that is due is waited past; what comes from outside (alerts, clicks) is looked for so often. */
const LOOK_MS = 20 * MINUTE_MS;

/**
 * The whole way from an alert to a person in virtual time: alerts known before, real groups, pages, notifications and
 * jobs; a receiver of letters with moods; people who are there or not and follow links; a process that is killed at
 * transactions, with or without their commit, and opens the same file again some time later.
 */
export class OncallSimulation {
  readonly clock: { at: number; readonly now: () => number };
  readonly letters: Letter[] = [];
  readonly alarms: string[] = [];
  /** When no process ran. */
  readonly downtimes: { readonly from: number; readonly to: number }[] = [];
  readonly #mortal: MortalWrites;
  readonly #file: string;
  readonly #scene: Scene;
  readonly #random: Random;
  readonly #seal = new Seal(Buffer.alloc(32, 7));
  readonly #clicks: { readonly at: number; readonly token: string; readonly via: string | null }[] = [];
  #reconciled = 0;
  #process:
    | {
        state: State;
        alerting: Alerting;
        escalation: Escalation;
        worker: JobWorker;
        ports: EscalationPorts;
        dead: boolean;
      }
    | undefined;

  constructor(file: string, scene: Scene) {
    this.#file = file;
    this.#scene = scene;
    this.#random = new Random(scene.seed);
    const clock = { at: scene.from, now: () => clock.at };
    this.clock = clock;
    this.#mortal = new MortalWrites((write) =>
      scene.killsAt(write, clock.at) ? { committed: this.#random.below(2) === 0 } : undefined,
    );
  }

  get writes(): number {
    return this.#mortal.writes;
  }

  get kills(): number {
    return this.downtimes.length;
  }

  async open(): Promise<void> {
    const state = await this.#openState();
    await state.transact(async (tx) => {
      const saving = { now: this.clock.at, managedBy: null };
      await routeBy(tx, ROUTING, this.clock.at);
      await saveEscalation(tx, { name: "standard", entry: POLICY, zone: "UTC" }, saving);
      for (const name of ["ana", "ben", "cho", "dan"]) await this.#insertPerson(tx, name);
    });
    await this.#start(state);
  }

  /** Plays the scene to its end, and until nothing is owed; checks what must hold at each moment. */
  async play(): Promise<void> {
    const end = this.#scene.to;
    while (this.clock.at < end) await this.#step();
  }

  async #step(): Promise<void> {
    const { state } = this.#running();
    const due = await nextDue(state.read, this.clock.at);
    const soon = [due, this.#clicks[0]?.at, this.#scene.changes.find((at) => at > this.clock.at)];
    const next = Math.min(...soon.map((at) => at ?? Number.POSITIVE_INFINITY), this.clock.at + LOOK_MS);
    // The server beats each second; nothing between would be seen by it either.
    this.clock.at = Math.max(this.clock.at + SECOND_MS, Math.ceil(next / SECOND_MS) * SECOND_MS);
    await this.#beat();
    await checkKept(this.#running().state.read, { now: this.clock.at, downtimes: this.downtimes });
  }

  async #beat(): Promise<void> {
    const { alerting, escalation, worker, ports } = this.#running();
    const now = this.clock.at;
    try {
      const outcome = outcomeAt(this.#scene.truth, { now, since: this.#reconciled, apis: ["orders"] });
      if (outcome.alerts.length + outcome.complete.length > 0) {
        await ports.state.transact((tx) => alerting.reconcile(tx, now, outcome));
      }
      this.#reconciled = now;
      await alerting.beat(now);
      await escalation.beat(now);
      while ((this.#clicks[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
        const { token, via } = this.#clicks[0] ?? { token: "", via: null };
        await actByLink(token, { now, address: "::1", via }, ports);
        this.#clicks.shift();
      }
      await worker.poke();
    } catch (fault) {
      assert.ok(fault instanceof Killed, fault as Error);
    }
    await worker.idle();
    if (this.#running().dead) await this.#restart();
  }

  async #start(state: State): Promise<void> {
    const own = { dead: false };
    const { clock } = this;
    const ids = new Ids(clock, (count) => Uint8Array.from({ length: count }, () => this.#random.below(256)));
    const guarded = { read: state.read, transact: this.#mortal.of(state, own) };
    const house = { state: guarded, clock, ids, seal: this.#seal, entropy: (count: number) => new Uint8Array(count) };
    const publicUrl = "https://plimsoll.test";
    const mail: Pick<Mail, "isOn" | "send"> = { isOn: true, send: (letter) => this.#receive(letter, own) };
    const notifications = new Notifications({ ...house, mail, publicUrl });
    const onCall = new OnCall(readSchedule(SCHEDULE, "primary").schedule);
    const ports: EscalationPorts = {
      state: guarded,
      clock,
      nextId: (prefix) => ids.next(prefix),
      notifications,
      schedules: {
        whoIsOnCall: (_read, _schedule, at) => Promise.resolve(onCall.at(at).people),
        scheduleOfTeam: () => Promise.resolve(undefined),
      },
      base: publicUrl,
      linkSecret: "secret",
      alarm: (text) => {
        if (!own.dead) this.alarms.push(text);
      },
    };
    const escalation = new Escalation(ports);
    const alerting = new Alerting({
      policies: () => Promise.resolve([]),
      ...house,
      publicUrl,
      clients: new ClientNames(),
      tell: (tx, notice) => escalation.take(tx, notice),
    });
    const worker = new JobWorker({
      state: { transact: guarded.transact, engine: state.engine },
      clock,
      chance: () => this.#random.next(),
      newLease: () => ids.next("lease"),
      queues: { ...notifications.queues, ...alerting.queues },
      onFault: (fault) => assert.ok(fault instanceof Killed, fault as Error),
    });
    await state.transact(() => Promise.resolve());
    this.#process = Object.assign(own, { state, alerting, escalation, worker, ports });
  }

  /** A letter comes to a person, who may be there and follow its link some minutes later; or it does not come. */
  async #receive(
    letter: Parameters<Mail["send"]>[0],
    own: { dead: boolean },
  ): Promise<Awaited<ReturnType<Mail["send"]>>> {
    if (own.dead) throw new Killed();
    const { at } = this.clock;
    const person = letter.to.split("@")[0] ?? "";
    const mood = this.#scene.moodOf(person, at);
    const retry = { kind: "retry", reason: mood, status: null, notBefore: null } as const;
    if (mood === "refuses") return await Promise.resolve({ ...retry, arrived: false });
    this.letters.push({ at, person, id: letter.id, subject: letter.subject, thanked: mood === "ok" });
    const [, token, via] = /\/act\/([^?\s]+)\?via=(\S+)/.exec(letter.text) ?? [];
    if (token !== undefined && this.#scene.isThere(person, at) && this.#random.below(4) > 0) {
      this.#clicks.push({ at: at + (1 + this.#random.below(9)) * MINUTE_MS, token, via: via ?? null });
      this.#clicks.sort((a, b) => a.at - b.at);
    }
    if (mood === "swallows") return { ...retry, arrived: true };
    return { kind: "delivered", status: 250 };
  }

  async #restart(): Promise<void> {
    await this.#running().state.close();
    const from = this.clock.at;
    this.clock.at += this.#random.below(3) === 0 ? this.#random.below(60) * MINUTE_MS : SECOND_MS;
    this.downtimes.push({ from, to: this.clock.at });
    this.#reconciled = 0;
    await this.#start(await this.#openState());
  }

  async #insertPerson(tx: Tx, name: string): Promise<void> {
    const now = this.clock.at;
    const nextId = (prefix: string): string => `${prefix}_${name}`;
    await savePerson(tx, { handle: name, name, mail: null, roles: ["operator"] }, { now, nextId, managedBy: null });
    await makeReachable(tx, { personId: nextId("per"), name }, { seal: this.#seal, now });
  }

  async #openState(): Promise<State> {
    return await openState({ at: { file: this.#file }, modules: MODULES, clock: this.clock, program: "1.0.0" });
  }

  #running() {
    assert.ok(this.#process !== undefined, "the simulation is not open");
    return this.#process;
  }

  /** The promises to people, when everything is over and delivered. */
  async checkPromises(): Promise<void> {
    assert.deepEqual(this.alarms, []);
    await checkPromises(this.#running().state.read, { letters: this.letters, kills: this.kills });
  }

  async close(): Promise<void> {
    await this.#running().worker.stop();
    await this.#running().state.close();
  }
}
