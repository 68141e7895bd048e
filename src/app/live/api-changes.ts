import { type ApiChanged, countingSource, findApi, maintenanceWindows, objectivesFileOf } from "#apis";
import type { Clock } from "#kernel";
import type { State } from "#storage";
import { defaultObjectives } from "./default-objectives.ts";
import type { KeepAlerts } from "./keep-alerts.ts";
import type { LiveMeasurement } from "./live-measurement.ts";
import type { Probes } from "../probes/open-probes.ts";
import type { LiveDocuments } from "./live-documents.ts";
import type { LivePlaces } from "./live-places.ts";
import { objectivesOf } from "./objectives-of.ts";
import type { LogSources } from "../sources/log-sources.ts";
import type { EventStream } from "../stream/event-stream.ts";

export interface ApiChangesParts {
  readonly state: State;
  readonly clock: Clock;
  readonly measurement: LiveMeasurement;
  readonly documents: LiveDocuments;
  readonly places: LivePlaces;
  readonly alerts: KeepAlerts;
  readonly logs: LogSources;
  readonly probes: Pick<Probes, "forgetApi">;
  readonly stream: EventStream;
  readonly report: (fault: unknown) => void;
}

/** Follows what people change about APIs: takes their records from the next one on, judges them anew, or lets go of them. */
export class ApiChanges {
  readonly #parts: ApiChangesParts;
  /** One after the other: a text that is replaced twice is judged by the later one. */
  #following: Promise<void> = Promise.resolve();

  constructor(parts: ApiChangesParts) {
    this.#parts = parts;
  }

  /** To be called when a change is durable. A new API is known when this returns. */
  follow(changed: ApiChanged): void {
    const { api, what } = changed;
    const { measurement, documents, clock, stream, report } = this.#parts;
    stream.changed("apis");
    if (what === "put" && !measurement.apis.has(api)) {
      const objectives = objectivesOf(defaultObjectives(api), api);
      measurement.apis.add({ api, createdAt: clock.now(), objectives, maintenance: [], source: null });
    }
    if (what === "deleted") {
      measurement.apis.remove(api);
      documents.forget(api);
    }
    this.#following = this.#following.then(() => this.#carryOut(changed)).catch(report);
  }

  async #carryOut({ api, what, from = 0 }: ApiChanged): Promise<void> {
    const { measurement, alerts, clock, documents, places, probes, state, logs } = this.#parts;
    if (what === "deleted") await probes.forgetApi(api);
    if (what === "deleted") await alerts.keepAll(measurement.objectives.firing(), [api], clock.now());
    if (what === "put") await this.#countBy(api);
    if (what === "put" || what === "deleted") await logs.follow();
    if (what === "put" || what === "deleted") await places.follow(state);
    if (what === "put" || what === "versions") await documents.follow(state, api);
    if (what === "objectives") await this.#replace(api);
    if (what === "maintenance") await this.#exclude(api, from);
  }

  async #countBy(api: string): Promise<void> {
    const { state, measurement } = this.#parts;
    const row = await findApi(state.read, api);
    if (row !== undefined) measurement.apis.countBy(api, countingSource(row));
  }

  /** What begins later is left out as it comes; what was counted already is counted anew from the records. */
  async #exclude(api: string, from: number): Promise<void> {
    const { state, measurement, clock } = this.#parts;
    if ((await findApi(state.read, api)) === undefined) return;
    measurement.objectives.excludedTimeOf(api).set(await maintenanceWindows(state.read, api));
    if (from < clock.now()) await this.#replace(api);
  }

  /** Resolves when all that was changed until now has its effect. */
  async settled(): Promise<void> {
    await this.#following;
  }

  async #replace(api: string): Promise<void> {
    const { state, measurement, stream } = this.#parts;
    if ((await findApi(state.read, api)) === undefined) return;
    const { text } = await objectivesFileOf(state.read, api);
    await measurement.replaceObjectives(api, text.trim() === "" ? [] : objectivesOf(text, api));
    stream.changed("objectives");
  }
}
