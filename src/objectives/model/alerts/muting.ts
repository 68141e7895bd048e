import type { Alert } from "./alert.ts";
import type { InstanceCounts } from "./instance-counts.ts";
import { isHeardAsComposite } from "../engine/composites.ts";
import { WHOLE_API } from "../engine/instances.ts";
import { isWholeApi, type Objective } from "../objective.ts";
import type { PairRule } from "./policy.ts";
import type { Urgency } from "./pair.ts";
import { firstWindowFrom, windowFrom } from "../engine/windows.ts";

/** The alert of a row with this urgency that fires now, else the one that ended last. */
export type FindLatest = (row: number, urgency: Urgency) => Alert | undefined;

/**
 * One outage of one API is one page. An alert is muted while one fires that speaks for it, of the same or a greater
 * urgency (a ticket never mutes a page):
 * - the page of the same instance speaks for its ticket;
 * - the alert of the whole API for those of its clients, for the same objective;
 * - availability for latency and every other indicator of the same requests, and availability of the whole API for that
 *   of a part of them: for the same client, and, being the whole API's, for every client.
 * When the muter has ended, what it muted becomes audible only when it still burns on a short window that lies wholly
 * after that end: it is an outage of its own then. The same is asked of what fires anew while its long window still
 * holds that outage, also when it is its own earlier alert that told of it: there one stray error would do. As the
 * long window proves nothing then, the guard must pass on the short one. What fires again less than a short window
 * after its own end has only paused, as an outage does that hovers at the threshold: whoever was told knows of it.
 * A lesser instance often fires a little before the one that speaks for it (its few requests cross the line by luck).
 * So it is held back while the others, without its own requests, burn a short window too, for at most the length of
 * its own short window: in that time any outage above 12 · f · e (17 % errors at 99.9 %) has fired as a whole.
 */
export class Muting {
  readonly #counts: InstanceCounts;
  readonly #latest: FindLatest;
  readonly #guarded: boolean;
  /** For each objective, those that may speak for it besides itself. */
  readonly #speakers: readonly (readonly number[])[];

  constructor(counts: InstanceCounts, latest: FindLatest, guarded: boolean) {
    this.#counts = counts;
    this.#latest = latest;
    this.#guarded = guarded;
    const all = counts.instances.objectives;
    this.#speakers = all.map((spoken) => all.flatMap((speaker, index) => (speaksFor(speaker, spoken) ? [index] : [])));
  }

  /** Decides a firing alert that nobody was told of: audible from `at`, or still quiet, and then when to look again. */
  settle(alert: Alert, at: number): void {
    if (alert.muter?.endedAt === null) return;
    if (this.#goesOn(alert)) {
      alert.goesOn = true;
      alert.mutedBy = this.#counts.instances.objectiveOf(alert.row);
      alert.lookAgainAt = Number.POSITIVE_INFINITY;
      return;
    }
    alert.lookAgainAt = Number.POSITIVE_INFINITY;
    const muter = this.#findMuter(alert);
    if (muter !== undefined) {
      alert.muter = muter;
      alert.mutedBy ??= this.#counts.instances.objectiveOf(muter.row);
    }
    if (muter?.endedAt === null) return;
    if (this.#isItsOwn(alert, at)) {
      alert.mutedBy = null;
      alert.audibleAt = at;
    }
  }

  /** Whether an alert that somebody was told of has only paused: it ended less than a short window before. */
  #goesOn({ row, cause, firedAt, previous }: Alert): boolean {
    const told = previous !== undefined && (previous.audibleAt !== null || previous.goesOn);
    return told && firedAt - (previous.endedAt ?? firedAt) < this.#ruleOf(row, cause.rule).pair.shortMs;
  }

  /** One that fires; else the last that ended within the long window of what made this one fire. */
  #findMuter(alert: Alert): Alert | undefined {
    const mute = this.#mutersOf(alert).filter(({ endedAt }) => endedAt === null || endedAt > this.#longFrom(alert));
    return (
      mute.find(({ endedAt }) => endedAt === null) ?? mute.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0]
    );
  }

  /** The latest alerts that may speak for this one. */
  #mutersOf(alert: Alert): Alert[] {
    const ownPage = alert.urgency === "ticket" ? this.#latest(alert.row, "page") : undefined;
    const own = [ownPage, alert.previous].filter((one) => one !== undefined);
    const urgencies = urgenciesFrom(alert.urgency);
    const others = this.#speakingRows(alert.row).flatMap((row) =>
      urgencies.flatMap((urgency) => this.#latest(row, urgency) ?? []),
    );
    return [...own, ...others];
  }

  #longFrom(alert: Alert): number {
    return windowFrom(alert.firedAt, this.#ruleOf(alert.row, alert.cause.rule).pair.longMs);
  }

  #isItsOwn(alert: Alert, at: number): boolean {
    const since = alert.muter?.endedAt ?? null;
    if (since !== null) return this.#burnsSince(alert, since, at);
    const rule = this.#ruleOf(alert.row, alert.cause.rule);
    const heldUntil = alert.firedAt + rule.pair.shortMs;
    const speaker = at < heldUntil ? this.#findBurningSpeaker(alert) : undefined;
    if (speaker === undefined) return this.#burnsSince(alert, null, at);
    alert.mutedBy ??= this.#counts.instances.objectiveOf(speaker);
    alert.lookAgainAt = heldUntil;
    return false;
  }

  /** Whether a pair holds, with traffic, on a short window that begins at `since` or later; then it must be proven there. */
  #burnsSince(alert: Alert, since: number | null, at: number): boolean {
    for (const { rule: index, to } of alert.held) {
      if (to !== null) continue;
      const rule = this.#ruleOf(alert.row, index);
      const begins = since === null || windowFrom(at, rule.pair.shortMs) >= since;
      if (begins && this.#isHeardIn(alert.row, rule, since !== null)) return true;
      if (since !== null && !begins) {
        alert.lookAgainAt = Math.min(alert.lookAgainAt, firstWindowFrom(since, rule.pair.shortMs));
      }
    }
    return false;
  }

  #isHeardIn(row: number, rule: PairRule, proven: boolean): boolean {
    const composite = this.#counts.composite(row);
    if (composite !== undefined) {
      return isHeardAsComposite(composite, this.#counts, { rule, proven: proven && this.#guarded });
    }
    const valid = this.#counts.validOf(row, rule.short);
    if (!proven || !this.#guarded) return valid > 0;
    return rule.guard.passes(this.#counts.badOf(row, rule.short), valid);
  }

  /** A row that speaks for this one and burns a short window without this one's requests. */
  #findBurningSpeaker(alert: Alert): number | undefined {
    return this.#speakingRows(alert.row).find((row) => {
      const rules = this.#counts.policyOf(row).rules;
      return rules.some(
        (rule) => mayMute(rule.pair.urgency, alert.urgency) && this.#burnsWithout(row, rule, alert.row),
      );
    });
  }

  #burnsWithout(row: number, rule: PairRule, without: number): boolean {
    const same = this.#counts.instances.objectiveOf(row) === this.#counts.instances.objectiveOf(without);
    const valid = this.#counts.validOf(row, rule.short) - (same ? this.#counts.validOf(without, rule.short) : 0);
    const bad = this.#counts.badOf(row, rule.short) - (same ? this.#counts.badOf(without, rule.short) : 0);
    return rule.threshold.exceeded(bad, valid) && (!this.#guarded || rule.guard.passes(bad, valid));
  }

  /** The instances that speak for this one, the whole API's first. */
  #speakingRows(row: number): number[] {
    const { instances } = this.#counts;
    const objective = instances.objectiveOf(row);
    const client = instances.clientOf(row);
    const speakers = this.#speakers[objective] ?? [];
    const wholeApi = speakers.map((speaker) => instances.baseOf(speaker));
    if (client === WHOLE_API) return wholeApi;
    const sameClient = speakers.flatMap((speaker) => instances.rowOf(speaker, client) ?? []);
    return [...wholeApi, instances.baseOf(objective), ...sameClient];
  }

  #ruleOf(row: number, index: number): PairRule {
    return this.#counts.policyOf(row).rules[index] as PairRule;
  }
}

function speaksFor(speaker: Objective, spoken: Objective): boolean {
  if (speaker.api !== spoken.api || speaker.indicator.kind !== "availability") return false;
  if (spoken.indicator.kind === "availability") return isWholeApi(speaker) && !isWholeApi(spoken);
  return isWholeApi(speaker) || scopeOf(speaker) === scopeOf(spoken);
}

function scopeOf({ operation, where }: Objective): string {
  return JSON.stringify([operation, where]);
}

function mayMute(muter: Urgency, muted: Urgency): boolean {
  return muter === "page" || muted === "ticket";
}

function urgenciesFrom(muted: Urgency): readonly Urgency[] {
  return muted === "page" ? ["page"] : ["page", "ticket"];
}
