import { atOnce, invariant, type SaveReader, type SaveWriter } from "#kernel";
import { Alert, type Held } from "./alert.ts";
import type { Change } from "../engine/change.ts";
import type { InstanceCounts } from "./instance-counts.ts";
import { restoredAlerts, savedAlert, type SavedAlert, withThoseBehind } from "./saved-alerts.ts";
import { type HeldBack, NEVER_HELD_BACK } from "./held-back.ts";
import { Muting } from "./muting.ts";
import type { PairRule } from "./policy.ts";
import type { Urgency } from "./pair.ts";

/** Alerts that became audible at one instant with one urgency: what a person gets. */
export interface Page {
  readonly at: number;
  readonly urgency: Urgency;
  readonly alerts: readonly Alert[];
}

/** What became of alerts since the last time. */
export interface TakenAlerts {
  readonly fired: readonly Alert[];
  /** Of those that fire, the ones of which a pair began or ceased to hold. */
  readonly changed: readonly Alert[];
  readonly ended: readonly Alert[];
  readonly pages: readonly Page[];
}

const LOOKED_IN_A_SLICE = 256;

/** Folds changes of what holds to alerts, and decides which of them are heard. */
export class AlertBook {
  /** All that fired, in that order; of one instant, in the engine's order. Until they are taken. */
  readonly alerts: Alert[] = [];
  readonly pages: Page[] = [];
  /** Those of which a pair began or ceased to hold; until they are taken. */
  readonly #changed = new Set<Alert>();
  readonly #ended: Alert[] = [];
  readonly #counts: InstanceCounts;
  readonly #muting: Muting;
  readonly #heldBack: HeldBack;
  /** For each row and urgency the alert that fires, else the one that ended last. */
  readonly #latest = new Map<string, Alert>();
  /** Firing, and nobody was told yet. */
  readonly #quiet = new Set<Alert>();

  constructor(counts: InstanceCounts, guarded: boolean, heldBack = NEVER_HELD_BACK) {
    this.#counts = counts;
    this.#heldBack = heldBack;
    this.#muting = new Muting(counts, (row, urgency) => this.#latest.get(keyOf(row, urgency)), guarded);
  }

  /** Takes the changes of a tick; call it after each tick, without changes too: what was muted may speak now. */
  apply(at: number, changes: readonly Change[]): void {
    atOnce(this.slices(at, changes));
  }

  /** `apply` in slices of a millisecond or less, for a caller that must answer others in between. */
  *slices(at: number, changes: readonly Change[]): Generator<void, void> {
    if (changes.length === 0 && this.#quiet.size === 0) return;
    let looked = 0;
    // Beginnings first: an alert whose one pair ends as another begins goes on.
    for (const change of changes) {
      if (change.what === "begins") this.#begin(change);
      if (++looked % LOOKED_IN_A_SLICE === 0) yield;
    }
    for (const change of changes) {
      if (change.what !== "begins") this.#end(change);
      if (++looked % LOOKED_IN_A_SLICE === 0) yield;
    }
    for (const alert of this.#quiet) {
      const until = this.#heldBack(alert.row, at);
      alert.lookAgainAt = until ?? Number.POSITIVE_INFINITY;
      if (until === null) this.#muting.settle(alert, at);
      if (++looked % LOOKED_IN_A_SLICE === 0) yield;
    }
    const audible = [...this.#quiet].filter((alert) => alert.audibleAt !== null);
    for (const alert of audible) this.#quiet.delete(alert);
    for (const urgency of ["page", "ticket"] as const) this.#tell(at, urgency, audible);
  }

  /**
   * Takes in an alert that fired in another book: `cause` is the change that made it fire, in the rows and rules of this
   * one, and `held` when its pairs held. Nobody is told of it again.
   */
  adopt(old: Alert, { cause, held }: { readonly cause: Change; readonly held: readonly Held[] }): Alert {
    const alert = new Alert(cause, old.urgency, undefined);
    alert.held.push(...held);
    alert.audibleAt = old.audibleAt;
    alert.goesOn = old.goesOn;
    alert.mutedBy = old.mutedBy;
    if (alert.audibleAt === null) this.#quiet.add(alert);
    this.#latest.set(keyOf(alert.row, alert.urgency), alert);
    return alert;
  }

  /** Hands over what became of alerts since the last time, and forgets it. */
  take(): TakenAlerts {
    const changed = [...this.#changed].filter(({ endedAt }) => endedAt === null);
    this.#changed.clear();
    return { fired: this.alerts.splice(0), changed, ended: this.#ended.splice(0), pages: this.pages.splice(0) };
  }

  /** Forgets alerts that ended before `instant`: the longest window of any pair ago, they mute nothing any more. */
  forgetBefore(instant: number): void {
    for (const [key, { endedAt }] of this.#latest) {
      if (endedAt !== null && endedAt < instant) this.#latest.delete(key);
    }
  }

  /**
   * What muting needs of the past and the present; what is to be handed over must have been taken. Gives the alerts in
   * the order in which `restore` gives them again.
   */
  save(to: SaveWriter): readonly Alert[] {
    const left = this.alerts.length + this.#changed.size + this.#ended.length + this.pages.length;
    invariant(left === 0, "alerts were not taken");
    const alerts = withThoseBehind([...this.#latest.values()]);
    const numbers = new Map(alerts.map((alert, index) => [alert, index]));
    to.json(
      "alerts",
      alerts.map((alert) => savedAlert(alert, numbers)),
    );
    to.json(
      "latest",
      [...this.#latest.values()].map((alert) => numbers.get(alert)),
    );
    to.json(
      "quiet",
      [...this.#quiet].map((alert) => numbers.get(alert)),
    );
    return alerts;
  }

  /** Into a book that is empty. */
  restore(from: SaveReader): readonly Alert[] {
    const alerts = restoredAlerts(from.json("alerts") as SavedAlert[]);
    const at = (index: number): Alert => alerts[index] as Alert;
    for (const alert of (from.json("latest") as number[]).map(at)) {
      this.#latest.set(keyOf(alert.row, alert.urgency), alert);
    }
    for (const alert of (from.json("quiet") as number[]).map(at)) this.#quiet.add(alert);
    return alerts;
  }

  /** Those that fire now, in no promised order. */
  get firing(): readonly Alert[] {
    return [...this.#latest.values()].filter(({ endedAt }) => endedAt === null);
  }

  /** The next instant at which a muted alert may become audible though no count changes; Infinity when none. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const alert of this.#quiet) next = Math.min(next, alert.lookAgainAt);
    return next;
  }

  findFiring(row: number, urgency: Urgency): Alert | undefined {
    const latest = this.#latest.get(keyOf(row, urgency));
    return latest?.endedAt === null ? latest : undefined;
  }

  #begin(change: Change): void {
    const { urgency } = this.#ruleOf(change).pair;
    const alert =
      this.findFiring(change.row, urgency) ??
      this.#fire(new Alert(change, urgency, this.#latest.get(keyOf(change.row, urgency))));
    alert.held.push({ rule: change.rule, from: change.at, to: null });
    this.#changed.add(alert);
  }

  #fire(alert: Alert): Alert {
    this.alerts.push(alert);
    this.#quiet.add(alert);
    this.#latest.set(keyOf(alert.row, alert.urgency), alert);
    return alert;
  }

  #end(change: Change): void {
    const { urgency } = this.#ruleOf(change).pair;
    const alert = this.findFiring(change.row, urgency);
    const held = alert?.held.find(({ rule, to }) => rule === change.rule && to === null);
    if (alert === undefined || held === undefined) return;
    held.to = change.at;
    this.#changed.add(alert);
    if (alert.held.some(({ to }) => to === null)) return;
    alert.endedAt = change.at;
    alert.end = change.what === "lapses" ? "lapsed" : "resolved";
    // Nobody asks an ended alert what came before it: kept, the chain would grow for ever.
    alert.previous = undefined;
    alert.muter = null;
    this.#quiet.delete(alert);
    this.#ended.push(alert);
  }

  #tell(at: number, urgency: Urgency, audible: readonly Alert[]): void {
    const alerts = audible.filter((alert) => alert.urgency === urgency);
    if (alerts.length > 0) this.pages.push({ at, urgency, alerts });
  }

  #ruleOf(change: Change): PairRule {
    return this.#counts.policyOf(change.row).rules[change.rule] as PairRule;
  }
}

function keyOf(row: number, urgency: Urgency): string {
  return `${urgency}/${row}`;
}
