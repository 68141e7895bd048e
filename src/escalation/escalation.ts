import type { GroupNotice } from "#alerting";
import type { Route } from "#http";
import type { Action } from "#identity";
import { DAY_MS } from "#kernel";
import type { Tx } from "#storage";
import { actAsPerson, type OutsideAct } from "./actions/act-as-person.ts";
import { auditPages, beat } from "./actions/beat.ts";
import { Directory } from "./actions/directory.ts";
import { linkDoor, type LinkHandler } from "./actions/link-door.ts";
import type { EscalationPorts } from "./actions/ports.ts";
import { take } from "./actions/take.ts";
import { escalationRoutes } from "./http.ts";
import { forgetPages } from "./store/pages.ts";

/** How long it is known what became of a page that is over. */
const PAGES_KEPT_MS = 400 * DAY_MS;

/** Pages of a running server: begun, escalated, answered. Poke the worker of notifications after what changes them. */
export class Escalation {
  readonly routes: readonly Route<Action>[];
  /** What answers behind `/act/`: links in messages. */
  readonly linkDoor: LinkHandler;
  readonly #ports: EscalationPorts;
  /** Who is on call at the instant of a tick is asked once for all notices of its transaction. */
  readonly #directories = new WeakMap<Tx, { readonly at: number; readonly directory: Directory }>();
  #runningSince: number | undefined;

  constructor(ports: EscalationPorts) {
    this.#ports = ports;
    this.routes = escalationRoutes(ports);
    this.linkDoor = linkDoor(ports);
  }

  /** Takes what is due to be told of a group, in the transaction that records it. See `take`. */
  async take(tx: Tx, notice: GroupNotice): Promise<void> {
    await take(tx, notice, { ...this.#ports, directory: this.#directoryOf(tx, notice.at) });
  }

  /** Somebody clicked in another system, which said who it was. Says what became of it. */
  async actAs(act: OutsideAct): Promise<string> {
    return await actAsPerson(act, this.#ports);
  }

  /** To be called each second: does what is due, and looks for pages with which something is wrong. Says how many it saw to. */
  async beat(now: number): Promise<number> {
    this.#runningSince ??= now;
    const done = await beat(now, this.#ports);
    return done + (await auditPages(now, { runningSince: this.#runningSince, ports: this.#ports }));
  }

  /** To be called every hour or so: forgets pages that were over 400 days ago. Says how many. */
  async tidy(): Promise<number> {
    const before = this.#ports.clock.now() - PAGES_KEPT_MS;
    return await this.#ports.state.transact(async (tx) => await forgetPages(tx, before));
  }

  #directoryOf(tx: Tx, at: number): Directory {
    const known = this.#directories.get(tx);
    if (known?.at === at) return known.directory;
    const directory = new Directory(tx, at, this.#ports);
    this.#directories.set(tx, { at, directory });
    return directory;
  }
}
