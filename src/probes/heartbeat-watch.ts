import { hash } from "node:crypto";
import { MINUTE_MS } from "#kernel";
import type { State } from "#storage";
import { beaten, type BeatState, excused, type Heartbeat, missed } from "./model/heartbeat.ts";
import { beatStateOfRow, heartbeatOfRow, heartbeatTroubles } from "./model/stored-heartbeat.ts";
import type { Trouble } from "./model/trouble.ts";
import {
  addBeat,
  aliveAt,
  deleteHeartbeat,
  everyHeartbeat,
  findHeartbeat,
  markAlive,
  setBeatState,
} from "./store/heartbeats.ts";

/** Signs of each heartbeat that are kept. */
const BEATS_KEPT = 1_000;
/** That somebody listens is noted so often; less than so long of it may be taken for an absence. */
const ALIVE_EVERY_MS = MINUTE_MS / 6;
/** Signs of the same sort that come faster are one: nobody has to write so often. */
const BEAT_MS_APART = 1_000;

/** What the watch stands on. */
export interface WatchPorts {
  readonly state: State;
  readonly now: () => number;
  /** Told that there is something new to see. */
  readonly changed: () => void;
  readonly report: (fault: unknown) => void;
}

interface Entry {
  readonly heartbeat: Heartbeat;
  readonly secretSha256: string | null;
  state: BeatState;
}

/** Takes signs, and knows which stay away. It does not blame senders for what came while nobody listened. */
export class HeartbeatWatch {
  readonly #ports: WatchPorts;
  readonly #entries = new Map<string, Entry>();
  #following: Promise<void> = Promise.resolve();
  #aliveAt = Number.NEGATIVE_INFINITY;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
  }

  static async open(ports: WatchPorts): Promise<HeartbeatWatch> {
    const { state, now } = ports;
    const watch = new HeartbeatWatch(ports);
    const at = now();
    const away = { from: (await aliveAt(state.read)) ?? at, to: at };
    for (const row of await everyHeartbeat(state.read)) {
      const heartbeat = heartbeatOfRow(row);
      const known = beatStateOfRow(row);
      const after = excused(heartbeat, missed(heartbeat, known, away.from), away);
      watch.#entries.set(heartbeat.name, { heartbeat, secretSha256: row.secret_sha256, state: after });
      if (after !== known) await state.transact((tx) => setBeatState(tx, heartbeat.name, JSON.stringify(after)));
    }
    return watch;
  }

  /** To be called each second: notes what is overdue, and that somebody listens. */
  async look(now: number): Promise<void> {
    for (const entry of this.#entries.values()) {
      const after = missed(entry.heartbeat, entry.state, now);
      if (after !== entry.state) await this.#keep(entry, after);
    }
    if (this.#entries.size === 0 || now - this.#aliveAt < ALIVE_EVERY_MS) return;
    this.#aliveAt = now;
    await this.#ports.state.transact((tx) => markAlive(tx, now));
  }

  /** The heartbeat that an address names by its secret. */
  findBySecret(secret: string): string | undefined {
    const sha256 = hash("sha256", secret, "hex");
    return [...this.#entries.values()].find((one) => one.secretSha256 === sha256)?.heartbeat.name;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** A sign came; `failed`: that the work failed. It is durable when it resolves. */
  async beat(name: string, failed: boolean): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    const at = this.#ports.now();
    const { lastAt, lastFailed } = entry.state;
    if (lastAt !== null && at - lastAt < BEAT_MS_APART && lastFailed === failed) return;
    const after = beaten(entry.state, at, failed);
    const { state, changed } = this.#ports;
    await state.transact(async (tx) => {
      if ((await findHeartbeat(tx, name)) === undefined) return;
      await addBeat(tx, { heartbeat: name, seq: after.seq, at, failed: failed ? 1 : 0 }, BEATS_KEPT);
      await setBeatState(tx, name, JSON.stringify(after));
    });
    entry.state = after;
    changed();
  }

  /** What is wrong, of which somebody is to be told. */
  troubles(): Trouble[] {
    return [...this.#entries.values()].flatMap(({ heartbeat, state }) => heartbeatTroubles(heartbeat, state));
  }

  /** To be called when a heartbeat was changed or deleted, and that is durable. */
  follow(name: string): void {
    this.#following = this.#following.then(() => this.#load(name)).catch(this.#ports.report);
  }

  /** Lets go of the heartbeats of an API that is gone. */
  async forgetApi(api: string): Promise<void> {
    for (const [name, { heartbeat }] of this.#entries) {
      if (heartbeat.api !== api) continue;
      await this.#ports.state.transact((tx) => deleteHeartbeat(tx, name));
      this.#entries.delete(name);
    }
  }

  /** Resolves when all changes until now have their effect. */
  async settled(): Promise<void> {
    await this.#following;
  }

  async #load(name: string): Promise<void> {
    const row = await findHeartbeat(this.#ports.state.read, name);
    if (row === undefined) this.#entries.delete(name);
    else {
      const heartbeat = heartbeatOfRow(row);
      this.#entries.set(name, { heartbeat, secretSha256: row.secret_sha256, state: beatStateOfRow(row) });
    }
    this.#ports.changed();
  }

  /** What cannot be written is told all the same; the next look writes it. */
  async #keep(entry: Entry, after: BeatState): Promise<void> {
    const { state, changed } = this.#ports;
    entry.state = after;
    changed();
    await state.transact((tx) => setBeatState(tx, entry.heartbeat.name, JSON.stringify(after)));
  }
}
