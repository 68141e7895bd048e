import type { Alerting } from "#alerting";
import type { JobWorker } from "#jobs";
import type { LiveAlert, LiveObjectives, TickOutcome } from "#objectives";
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
    if (alerts.length === 0) return;
    const apis = new Set(alerts.map(({ api }) => api));
    for (const api of apis) await this.#reconcile(api, { at, alerts, complete: false });
    await this.#told();
  }

  /** All that fires of these APIs: what fires in the store and not here is over. */
  async keepAll(objectives: LiveObjectives, apis: readonly string[], at: number): Promise<void> {
    const alerts = objectives.firing();
    for (const api of apis) await this.#reconcile(api, { at, alerts, complete: true });
    await this.#told();
  }

  /** Nothing of this API is judged any more. */
  async forget(api: string, at: number): Promise<void> {
    await this.#reconcile(api, { at, alerts: [], complete: true });
    await this.#told();
  }

  async #reconcile(
    api: string,
    {
      at,
      alerts,
      complete,
    }: { readonly at: number; readonly alerts: readonly LiveAlert[]; readonly complete: boolean },
  ): Promise<void> {
    const { state, alerting } = this.#parts;
    const found = alerts
      .filter((alert) => alert.api === api)
      .map((alert) => ({ alert, audible: alert.toldAt !== null }));
    await state.transact((tx) => alerting.reconcile(tx, at, { api, alerts: found, complete }));
  }

  async #told(): Promise<void> {
    this.#parts.stream.changed("alerts");
    await this.#parts.worker.poke();
  }
}
