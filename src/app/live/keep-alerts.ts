import type { Alerting, ComputedAlerts } from "#alerting";
import type { JobWorker } from "#jobs";
import type { LiveObjectives, TickOutcome } from "#objectives";
import type { State } from "#storage";
import type { EventStream } from "../stream/event-stream.ts";

export interface KeepAlertsParts {
  readonly state: State;
  readonly alerting: Alerting;
  readonly worker: JobWorker;
  readonly stream: EventStream;
}

/** Writes what the objectives say into the store of alerts, from which messages go out. */
export class KeepAlerts {
  readonly #parts: KeepAlertsParts;

  constructor(parts: KeepAlertsParts) {
    this.#parts = parts;
  }

  /** What a tick changed: rows and the messages that follow are durable when it resolves. */
  async keep({ at, began, changed, ended }: TickOutcome): Promise<void> {
    this.#parts.stream.changed("objectives");
    const alerts = [...began, ...changed, ...ended];
    if (alerts.length > 0) await this.#reconcile(at, { alerts, complete: [] });
  }

  /** All that fires of these APIs: what fires in the store and not here is over, as nothing judges it any more. */
  async keepAll(objectives: LiveObjectives, apis: readonly string[], at: number): Promise<void> {
    await this.#reconcile(at, { alerts: objectives.firing(), complete: [...apis] });
  }

  async #reconcile(at: number, computed: ComputedAlerts): Promise<void> {
    const { state, alerting, stream, worker } = this.#parts;
    await state.transact((tx) => alerting.reconcile(tx, at, computed));
    stream.changed("alerts");
    await worker.poke();
  }
}
