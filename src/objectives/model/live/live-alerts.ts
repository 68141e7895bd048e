import type { Alert } from "../alerts/alert.ts";
import type { Page } from "../alerts/alert-book.ts";
import { alertTimes } from "../alerts/alert-times.ts";
import { explain, nameOf } from "../alert-result.ts";
import { WHOLE_API } from "../engine/instances.ts";
import type { SaveReader, SaveWriter } from "../saved/saved-parts.ts";
import type { Explanation } from "../results.ts";
import type { SideAlert, SideChanges } from "../side-watch.ts";
import type { Generation } from "./generation.ts";
import type { LiveAlert, LivePage, TickOutcome } from "./tick-outcome.ts";

/** What an alert book hands over. */
interface Taken {
  readonly fired: readonly Alert[];
  readonly ended: readonly Alert[];
  readonly pages: readonly Page[];
}

/** The alerts of a generation of objectives, told as plain values: each explained at the moment it fires. */
export class LiveAlerts {
  readonly #generation: Generation;
  readonly #explained = new Map<Alert, Explanation>();

  constructor(generation: Generation) {
    this.#generation = generation;
  }

  /** Those that fire, by the instant they fired. */
  get firing(): LiveAlert[] {
    return this.#generation.book.firing.map((alert) => this.#told(alert)).toSorted((a, b) => a.firedAt - b.firedAt);
  }

  /** What the alert book has to tell since the last time, in slices: an explanation may look through all that was bad. */
  *take(at: number): Generator<void, TickOutcome> {
    const taken = this.#generation.book.take();
    const fired = new Set(taken.fired);
    for (const alert of fired) {
      this.#explain(alert);
      yield;
    }
    for (const alert of taken.pages.flatMap(({ alerts }) => alerts)) {
      // Nobody was blamed for a client's alert as long as it was muted.
      const isClients = this.#generation.engine.instances.clientOf(alert.row) !== WHOLE_API;
      if (isClients && !fired.has(alert)) this.#explain(alert);
      yield;
    }
    const outcome = this.#outcome(at, taken, fired);
    for (const alert of taken.ended) this.#explained.delete(alert);
    return outcome;
  }

  /**
   * Takes over the alerts of the generation before that still hold here: nobody is told of them again. What holds only
   * here fires now; gives what held only there, as ended.
   */
  *succeed(previous: LiveAlerts, at: number): Generator<void, LiveAlert[]> {
    const { engine, book } = this.#generation;
    const before = new Map(previous.#generation.book.firing.map((alert) => [previous.#identityOf(alert), alert]));
    const adopted = new Set<Alert>();
    const begins = engine.held.filter((change) => {
      const urgency = engine.policyOf(change.row).rules[change.rule]?.pair.urgency ?? "page";
      const old = before.get(this.#identity(change.row, urgency));
      if (old === undefined) return true;
      adopted.add(old);
      const alert = book.adopt({ ...change, at: old.firedAt }, old.audibleAt ?? (old.goesOn ? old.firedAt : null));
      this.#explained.set(alert, previous.#explained.get(old) ?? explain(engine, this.#generation.explaining, alert));
      return false;
    });
    yield* book.slices(at, begins);
    return [...before.values()]
      .filter((alert) => !adopted.has(alert))
      .map((alert) => ({ ...previous.#told(alert), endedAt: at, end: "resolved" }));
  }

  save(to: SaveWriter): void {
    const alerts = this.#generation.book.save(to.within("book"));
    to.json(
      "explained",
      alerts.map((alert) => this.#explained.get(alert) ?? null),
    );
  }

  /** Into the alerts of a generation that were never told. */
  restore(from: SaveReader): void {
    const alerts = this.#generation.book.restore(from.within("book"));
    from.json<(Explanation | null)[]>("explained").forEach((explanation, index) => {
      if (explanation !== null) this.#explained.set(alerts[index] as Alert, explanation);
    });
  }

  #explain(alert: Alert): void {
    const { engine, explaining } = this.#generation;
    this.#explained.set(alert, explain(engine, explaining, alert));
  }

  #outcome(at: number, { fired, ended, pages }: Taken, began: ReadonlySet<Alert>): TickOutcome {
    const told = pages.flatMap(({ alerts }) => alerts);
    return {
      at,
      began: fired.map((alert) => this.#told(alert)),
      changed: told.filter((alert) => !began.has(alert)).map((alert) => this.#told(alert)),
      ended: ended.map((alert) => this.#told(alert)),
      pages: pages.map((page): LivePage => ({ ...page, alerts: page.alerts.map((alert) => this.#told(alert)) })),
    };
  }

  #told(alert: Alert): LiveAlert {
    const { engine, explaining, terms } = this.#generation;
    const { name, client } = nameOf(explaining, alert.row);
    return {
      api: terms.api,
      objective: name,
      kind: "burnRate",
      ...(client === undefined ? {} : { client }),
      ...alertTimes(engine, alert),
      explanation: this.#explained.get(alert) ?? explain(engine, explaining, alert),
      toldAt: alert.audibleAt,
      goesOn: alert.goesOn,
    };
  }

  #identityOf(alert: Alert): string {
    return this.#identity(alert.row, alert.urgency);
  }

  #identity(row: number, urgency: string): string {
    const { instances } = this.#generation.engine;
    const client = instances.clientOf(row);
    const name = instances.objectives[instances.objectiveOf(row)]?.name ?? "";
    return JSON.stringify([name, client === WHOLE_API ? null : client, urgency]);
  }
}

/** The default pages of an API, in the same words. */
export function sideOutcome(api: string, at: number, { fired, told, ended }: SideChanges): TickOutcome {
  const live = (one: SideAlert): LiveAlert => ({ api, ...one.alert, toldAt: one.toldAt, goesOn: false });
  return {
    at,
    began: fired.map(live),
    changed: told.filter((one) => !fired.includes(one)).map(live),
    ended: ended.map(live),
    pages: told.length === 0 ? [] : [{ at, urgency: "page", alerts: told.map(live) }],
  };
}
