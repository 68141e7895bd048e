import type { Route } from "#http";
import type { Action } from "#identity";
import type { JobRun } from "#jobs";
import { type Clock, DAY_MS, type Ids } from "#kernel";
import { type Message, post, type Reply } from "#messaging";
import type { QuotaReached } from "#plans";
import type { SignalsReading } from "#signals";
import type { Reader, State, Tx } from "#storage";
import { alertingActions } from "./actions/alerting-actions.ts";
import { deliver } from "./actions/deliver.ts";
import type { Entropy } from "./actions/destination-actions.ts";
import { DELIVERY_QUEUE } from "./actions/order-delivery.ts";
import type { GroupPorts } from "./actions/groups/group-ports.ts";
import { adoptAlerts, lookAtDue } from "./actions/groups/look-at-due.ts";
import { RoutingMemo } from "./actions/groups/routing-memo.ts";
import { type ComputedAlerts, reconcile } from "./actions/reconcile.ts";
import { saveRouting, type WrittenRouting } from "./actions/routing/save-routing.ts";
import { tellQuota } from "./actions/tell-quota.ts";
import { lapseAlerts } from "./actions/signals/end-alerts.ts";
import { findSource } from "./actions/signals/find-source.ts";
import { type TakenSignals, takeSignals, type TakePorts } from "./actions/signals/take-signals.ts";
import { alertingRoutes } from "./http.ts";
import type { Shown } from "./model/alert-view.ts";
import type { StoredAlert } from "./model/alert.ts";
import type { GroupNotice } from "./model/group-notice.ts";
import { Listening } from "./model/signals/listening.ts";
import type { SignalSource } from "./model/signals/signal-source.ts";
import { forgetDeliveries } from "./store/deliveries.ts";
import { expiredAlerts } from "./store/outside-alerts.ts";
import { forgetSignals } from "./store/signals.ts";

/** How long it is known what became of a message. */
const DELIVERIES_KEPT_MS = 90 * DAY_MS;
/** How long it is known what became of a signal. */
const SIGNALS_KEPT_MS = 90 * DAY_MS;

/** What alerting is opened with. */
export interface AlertingOptions {
  readonly state: Pick<State, "transact" | "read">;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly entropy: Entropy;
  /** How people reach the console: for links in messages. */
  readonly publicUrl: string;
  /** What clients are called. */
  readonly clients: Shown["clients"];
  /** Told of what is due of a group, in the transaction that records it: who wakes people. */
  readonly tell: (tx: Tx, notice: GroupNotice) => Promise<void>;
  /** The escalation policies that there are: for a word where a route names another. */
  readonly policies: (read: Reader) => Promise<readonly string[]>;
  /** How a message leaves the house; by HTTP unless said otherwise. */
  readonly send?: (message: Message) => Promise<Reply>;
}

/** Alerts of a running server: kept, told, listed. */
export class Alerting {
  readonly routes: readonly Route<Action>[];
  /** For the worker: what does the jobs that are ordered here. */
  readonly queues: Readonly<Record<string, JobRun>>;
  readonly #options: AlertingOptions;
  readonly #shown: Shown;
  readonly #routing = new RoutingMemo();
  #adopted = false;
  readonly #listening: Listening;

  constructor(options: AlertingOptions) {
    const { state, clock, ids, entropy, publicUrl, clients, tell, policies, send = post } = options;
    this.#options = options;
    this.#listening = new Listening(clock.now());
    this.#shown = { base: publicUrl.replace(/\/+$/, ""), clients };
    const nextId = (prefix: string): string => ids.next(prefix);
    this.routes = alertingRoutes(
      alertingActions({ post: send, nextId, tell, routing: this.#routing, policies, ...this.#shown, entropy }),
    );
    this.queues = { [DELIVERY_QUEUE]: deliver({ state, clock, post: send }) };
  }

  /** See `reconcile`: makes the store say what the engine says at `now`, and orders messages. Poke the worker after it. */
  async reconcile(tx: Tx, now: number, computed: ComputedAlerts): Promise<StoredAlert[]> {
    return await reconcile(tx, computed, this.#ports(now));
  }

  /**
   * To be called each second: ends what its source stopped saying (but nothing that it may have said while nobody
   * listened), tells what is due of groups, and plans what is next. Gives whether anything was; then poke the worker.
   */
  async beat(now: number): Promise<boolean> {
    const { state } = this.#options;
    const ports = this.#ports(now);
    if (!this.#adopted) await adoptAlerts(state, ports);
    this.#adopted = true;
    const lapsed = await this.#lapse(now, ports);
    return (await lookAtDue(state, ports)) || lapsed;
  }

  async #lapse(now: number, ports: GroupPorts): Promise<boolean> {
    const { state } = this.#options;
    const dueBefore = this.#listening.dueBefore(now);
    if (dueBefore === undefined || (await expiredAlerts(state.read, dueBefore, 1)).length === 0) return false;
    await state.transact(async (tx) => await lapseAlerts(tx, dueBefore, ports));
    return true;
  }

  #ports(now: number): GroupPorts {
    const nextId = (prefix: string): string => this.#options.ids.next(prefix);
    return { now, nextId, tell: this.#options.tell, routing: this.#routing, ...this.#shown };
  }

  /** See `saveRouting`: for a configuration text. */
  async saveRouting(
    tx: Tx,
    written: WrittenRouting,
    saving: { readonly now: number; readonly managedBy: string | null },
  ): Promise<void> {
    await saveRouting(tx, written, { ...saving, routing: this.#routing });
  }

  /** See `tellQuota`. Poke the worker after the commit. */
  async tellQuota(tx: Tx, reached: QuotaReached): Promise<void> {
    const nextId = (prefix: string): string => this.#options.ids.next(prefix);
    await tellQuota(tx, reached, { nextId, base: this.#shown.base });
  }

  /** The source of this name, also one that need not be made; undefined when there is none. */
  async findSource(read: Reader, name: string): Promise<SignalSource | undefined> {
    return await findSource(read, name);
  }

  /** See `takeSignals`. Poke the worker after the commit. */
  async takeSignals(
    tx: Tx,
    taken: { readonly source: SignalSource; readonly reading: SignalsReading },
    { now, isApi }: Pick<TakePorts, "now" | "isApi">,
  ): Promise<TakenSignals> {
    return await takeSignals(tx, taken, { ...this.#ports(now), isApi });
  }

  /** To be called every hour or so: forgets messages that were settled, and signals that were last said, 90 days ago. Says how many. */
  async tidy(): Promise<number> {
    const now = this.#options.clock.now();
    return await this.#options.state.transact(
      async (tx) =>
        (await forgetDeliveries(tx, now - DELIVERIES_KEPT_MS)) + (await forgetSignals(tx, now - SIGNALS_KEPT_MS)),
    );
  }
}
