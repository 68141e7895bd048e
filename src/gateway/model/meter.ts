import type { Interval } from "#kernel";
import type { Standing } from "./limit-headers.ts";
import { RateLevel } from "./rate-level.ts";
import type { QuotaUse, SnapshotPlan } from "./snapshot.ts";

/** A plan that knows its periods. */
export interface MeteredPlan extends SnapshotPlan {
  /** The period of the quota that holds an instant, epoch ms. */
  readonly periodAt: (at: number) => Interval;
}

/** What a limit answers: nothing in the way, or which limit, and for how long (ms). */
export interface MeterVerdict {
  readonly over: "rate" | "quota" | null;
  readonly waitMs: number;
  readonly standing: Standing;
}

const NO_PERIOD: Interval = { from: 0, to: 0 };

/**
 * The limits of one client on one API: they belong to the client, whichever of its keys it uses. A request that is
 * refused for one of them takes nothing from the other. What counts towards a quota is what usage meters: requests in
 * production that were let through.
 */
export class Meter {
  #plan: MeteredPlan | undefined;
  #level: RateLevel | null = null;
  #period: Interval = NO_PERIOD;
  #used = 0;

  /** Judges a request at `now` (epoch ms), and counts it where it passes. */
  take(plan: MeteredPlan, now: number, isCounted: boolean): MeterVerdict {
    if (plan !== this.#plan) this.#follow(plan);
    const free = this.#level?.freeAt(now) ?? 1;
    const { quota } = plan;
    if (quota !== null && now >= this.#period.to) this.#begin(plan, now);
    if (free < 1) return this.#verdict("rate", now);
    if (quota !== null && isCounted && this.#used >= quota.requests) return this.#verdict("quota", now);
    this.#level?.pour();
    if (isCounted) this.#used++;
    return this.#verdict(null, now);
  }

  /** What the server counted in a period that has begun: the larger figure holds, so that nothing is given twice. */
  correct(plan: MeteredPlan, { from, used }: Pick<QuotaUse, "from" | "used">, now: number): void {
    if (plan.quota === null) return;
    if (plan !== this.#plan) this.#follow(plan);
    if (now >= this.#period.to) this.#begin(plan, now);
    if (from === this.#period.from) this.#used = Math.max(this.#used, used);
  }

  #follow(plan: MeteredPlan): void {
    const { rateLimit, burst, quota, zone } = plan;
    const before = this.#plan;
    this.#plan = plan;
    const rule = rateLimit === null ? null : { ...rateLimit, burst };
    if (rule === null) this.#level = null;
    else if (this.#level === null) this.#level = new RateLevel(rule);
    else this.#level.follow(rule);
    const isSamePeriod = before?.quota?.period === quota?.period && before?.zone === zone;
    // Of another period it is not known how much of it is used: the server's counts say so with the next correction.
    if (!isSamePeriod) [this.#period, this.#used] = [NO_PERIOD, 0];
  }

  #begin(plan: MeteredPlan, now: number): void {
    this.#period = plan.periodAt(now);
    this.#used = 0;
  }

  #verdict(over: MeterVerdict["over"], now: number): MeterVerdict {
    const level = this.#level;
    const rate = level === null ? null : { free: level.freeAt(now), waitMs: level.waitMs() };
    const allowed = this.#plan?.quota ?? null;
    const quota = allowed === null ? null : { left: Math.max(0, allowed.requests - this.#used), period: this.#period };
    const waitMs = over === "quota" ? this.#period.to - now : (rate?.waitMs ?? 0);
    return { over, waitMs, standing: { rate, quota, now } };
  }
}
