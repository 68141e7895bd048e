import type { SaveReader, SaveWriter } from "#kernel";
import type { Alert, Held } from "../alerts/alert.ts";
import type { AlertPair, Urgency } from "../alerts/pair.ts";
import type { PairRule } from "../alerts/policy.ts";
import type { Change } from "../engine/change.ts";
import type { Engine } from "../engine/engine.ts";
import type { TakenAlerts } from "../alerts/alert-book.ts";
import { alertTimes } from "../alerts/alert-times.ts";
import { explain, nameOf } from "../alert-result.ts";
import { WHOLE_API } from "../engine/instances.ts";
import type { Explanation } from "../results.ts";
import type { SideAlert, SideChanges } from "../side-watch.ts";
import type { Generation } from "./generation.ts";
import type { LiveAlert, LivePage, TickOutcome } from "./tick-outcome.ts";

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
    const held = Map.groupBy(engine.held, ({ row, rule }) => this.#identity(row, urgencyOf(engine, row, rule)));
    const begins: Change[] = [];
    for (const [identity, changes] of held) {
      const old = before.get(identity);
      if (old === undefined) begins.push(...changes);
      else {
        before.delete(identity);
        this.#adopt(old, changes, previous);
      }
      yield;
    }
    yield* book.slices(at, begins);
    return [...before.values()].map((alert) => ({ ...previous.#told(alert), endedAt: at, end: "resolved" }));
  }

  /** Pairs are the same by their windows: that of one promise is not at the same place in another. */
  #adopt(old: Alert, holding: readonly Change[], previous: LiveAlerts): void {
    const { engine, book, explaining } = this.#generation;
    const [first] = holding as [Change];
    const rules = engine.policyOf(first.row).rules.map(({ pair }) => keyOf(pair));
    const ruleOf = (rule: number): number =>
      rules.indexOf(keyOf((previous.#generation.engine.policyOf(old.row).rules[rule] as PairRule).pair));
    const held = old.held.flatMap((one): Held[] => {
      const rule = ruleOf(one.rule);
      const goesOn = holding.some((change) => change.rule === rule);
      return rule < 0 ? [] : [{ rule, from: one.from, to: one.to ?? (goesOn ? null : first.at) }];
    });
    const more = holding.filter(({ rule }) => !held.some((one) => one.rule === rule && one.to === null));
    const cause = { ...old.cause, row: first.row, rule: Math.max(0, ruleOf(old.cause.rule)) };
    const since = more.map(({ rule, at }): Held => ({ rule, from: at, to: null }));
    const alert = book.adopt(old, { cause, held: [...held, ...since] });
    // Of another indicator, its index is another one too; who spoke for it is found again while it is quiet.
    if (alert.audibleAt === null) alert.mutedBy = null;
    this.#explained.set(alert, previous.#explained.get(old) ?? explain(engine, explaining, alert));
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
    (from.json("explained") as (Explanation | null)[]).forEach((explanation, index) => {
      if (explanation !== null) this.#explained.set(alerts[index] as Alert, explanation);
    });
  }

  #explain(alert: Alert): void {
    const { engine, explaining } = this.#generation;
    this.#explained.set(alert, explain(engine, explaining, alert));
  }

  #outcome(at: number, { fired, changed, ended, pages }: TakenAlerts, began: ReadonlySet<Alert>): TickOutcome {
    const told = new Set([...pages.flatMap(({ alerts }) => alerts), ...changed]);
    return {
      at,
      began: fired.map((alert) => this.#told(alert)),
      changed: [...told].filter((alert) => !began.has(alert)).map((alert) => this.#told(alert)),
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

function urgencyOf(engine: Engine, row: number, rule: number): Urgency {
  return (engine.policyOf(row).rules[rule] as PairRule).pair.urgency;
}

function keyOf({ urgency, longMs, shortMs }: AlertPair): string {
  return JSON.stringify([urgency, longMs, shortMs]);
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
