import type { Alerting, ComputedAlerts } from "#alerting";
import { isOfTheWorld } from "../clock/tolerated.ts";
import type { JobWorker } from "#jobs";
import { Refusal } from "#kernel";
import type { LiveAlert, TickOutcome } from "#objectives";
import type { State, Tx } from "#storage";
import type { Reserve } from "../state/reserve.ts";
import type { EventStream } from "../stream/event-stream.ts";

export interface KeepAlertsParts {
  readonly state: State;
  readonly alerting: Alerting;
  readonly worker: JobWorker;
  readonly stream: EventStream;
  readonly report: (fault: unknown) => void;
  /** What is given away so that somebody can be woken although the disk is full. */
  readonly reserve: Pick<Reserve, "release">;
}

/** Writes what the objectives say into the store of alerts, from which messages go out. */
export class KeepAlerts {
  readonly #parts: KeepAlertsParts;
  /** What ticks changed while the store could not be written. */
  readonly #waiting: TickOutcome[] = [];

  constructor(parts: KeepAlertsParts) {
    this.#parts = parts;
  }

  /**
   * What a tick changed: rows and the messages that follow are durable when it resolves. While the store cannot be
   * written that is reported, and what changed waits for the next tick.
   */
  async keep(outcome: TickOutcome): Promise<void> {
    this.#parts.stream.changed("objectives");
    const { began, changed, ended } = outcome;
    if (began.length + changed.length + ended.length > 0) this.#waiting.push(outcome);
    try {
      await this.#keepWaiting();
    } catch (fault) {
      if (!isOfTheWorld(fault)) throw fault;
      this.#parts.report(fault);
    }
  }

  /** The store of alerts lacks something: a snapshot would be ahead of it. */
  get isBehind(): boolean {
    return this.#waiting.length > 0;
  }

  /** All that fires of these APIs: what fires in the store and not here is over, as nothing judges it any more. */
  async keepAll(alerts: readonly LiveAlert[], apis: readonly string[], at: number): Promise<void> {
    await this.#reconcile(at, { alerts, complete: [...apis] });
  }

  /** What is due of groups of alerts; see `Alerting.beat`. */
  async beatGroups(now: number): Promise<void> {
    if (await this.#parts.alerting.beat(now)) this.#parts.stream.changed("alerts");
  }

  /**
   * Changes alerts in one transaction: also when the disk is full, as long as there is a reserve for that. What follows
   * goes out, and pages hear of it, once it is durable.
   */
  async write<Result>(change: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { state, stream, worker, reserve } = this.#parts;
    const result = await state.transact(change).catch(async (fault: unknown) => {
      const isFull = fault instanceof Refusal && fault.code === "state.disk-full";
      if (!isFull || !reserve.release()) throw fault;
      return await state.transact(change);
    });
    stream.changed("alerts");
    await worker.poke();
    return result;
  }

  async #keepWaiting(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { at, began, changed, ended } = next;
      await this.#reconcile(at, { alerts: [...began, ...changed, ...ended], complete: [] });
      this.#waiting.shift();
    }
  }

  async #reconcile(at: number, computed: ComputedAlerts): Promise<void> {
    await this.write((tx) => this.#parts.alerting.reconcile(tx, at, computed));
  }
}
