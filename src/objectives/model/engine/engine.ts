import { invariant } from "#kernel";
import type { Instances } from "./instances.ts";
import { type PairDecision, PairJudge } from "./pair-judge.ts";
import { type PairRule, type Policy, policyFor, windowLengths } from "../alerts/policy.ts";
import { Timers } from "./timers.ts";
import { WindowSums } from "./window-sums.ts";
import { GRID_MS } from "./windows.ts";

/** A pair of an instance began or ceased to hold. */
export interface Change {
  readonly at: number;
  readonly row: number;
  /** Index in the rules of the row's policy. */
  readonly rule: number;
  readonly what: "begins" | "ends" | "lapses";
  /** Requests in the pair's long window at `at`. */
  readonly valid: number;
  readonly bad: number;
}

/** What an engine is made from. */
export interface EngineOptions {
  readonly instances: Instances;
  /** Start of the first slot that was watched, for all instances. */
  readonly startedAt: number;
  /** Whether the binomial guard applies. */
  readonly guard: boolean;
}

const RULES_MAX = 8;
const EVALUATED_IN_A_SLICE = 2048;

/**
 * Which pairs of windows burn too fast, for many instances, as time goes on. It has no clock: `tick` is told the
 * instant, by the live server and by replay alike. At T it sees the slots that ended at T or before. Level-triggered:
 * it compares what holds with what held. Only instances whose sums changed, or whose time has come, are looked at.
 */
export class Engine {
  readonly instances: Instances;
  readonly startedAt: number;
  readonly sums: WindowSums;
  readonly #policies: readonly Policy[];
  /** One bit for each rule. */
  readonly #holding: Uint8Array;
  readonly #timers = new Timers();
  readonly #judge: PairJudge;
  #changes: Change[] = [];

  constructor({ instances, startedAt, guard }: EngineOptions) {
    const lengths = windowLengths(instances.objectives);
    this.instances = instances;
    this.startedAt = startedAt;
    this.sums = new WindowSums(instances.length, lengths, startedAt);
    this.#policies = sharedPolicies(instances, lengths);
    this.#holding = new Uint8Array(instances.length);
    this.#judge = new PairJudge(this.sums, startedAt, guard);
  }

  /**
   * Adds to a slot (its start, epoch ms, a multiple of 10 s) of a row; best called with sums, not with each request.
   * False when the slot is more than 2 minutes behind the last tick: that is backfill, and nothing was counted.
   */
  count(slot: number, row: number, counts: { readonly valid: number; readonly bad: number }): boolean {
    return this.sums.count(slot, row, counts);
  }

  /** Goes to `at` (a multiple of 10 s, after the last one) and says what changed: the API before its clients, availability before latency. */
  tick(at: number): readonly Change[] {
    const slices = this.slices(at);
    for (;;) {
      const slice = slices.next();
      if (slice.done === true) return slice.value;
    }
  }

  /** `tick` in slices of less than a millisecond, for a caller that must answer others in between. */
  *slices(at: number): Generator<void, readonly Change[]> {
    invariant(at % GRID_MS === 0 && at >= this.sums.head, `cannot tick at ${at}`);
    yield* this.sums.moveTo(at);
    for (let row = this.#timers.take(at); row !== undefined; row = this.#timers.take(at)) this.sums.touch(row);
    this.#judge.at = at;
    this.#changes = [];
    for (let looked = 1; ; looked++) {
      const row = this.sums.takeTouched();
      if (row === undefined) break;
      this.#evaluate(row);
      if (looked % EVALUATED_IN_A_SLICE === 0) yield;
    }
    return this.#changes.toSorted((a, b) => this.#order(a, b));
  }

  /** The next instant at which anything can change if nothing more is counted; Infinity when nothing can. */
  get nextAt(): number {
    return Math.min(this.sums.nextAt, this.#timers.nextAt);
  }

  policyOf(row: number): Policy {
    return this.#policies[this.instances.objectiveOf(row)] as Policy;
  }

  holds(row: number, rule: number): boolean {
    return ((this.#holding[row] as number) & (1 << rule)) !== 0;
  }

  /** Valid requests of a row in a window (an index in `sums.lengths`) that ends at the last tick. */
  validOf(row: number, window: number): number {
    return (this.sums.seen[2 * row] as number) - ((this.sums.left[window] as Float64Array)[2 * row] as number);
  }

  badOf(row: number, window: number): number {
    return (this.sums.seen[2 * row + 1] as number) - ((this.sums.left[window] as Float64Array)[2 * row + 1] as number);
  }

  #evaluate(row: number): void {
    const { rules, widestShort } = this.policyOf(row);
    // Nothing bad in any short window: nothing can begin.
    if (widestShort === null || (this.#holding[row] === 0 && this.badOf(row, widestShort) === 0)) return;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index] as PairRule;
      const decision = this.#judge.decide(rule, row, this.holds(row, index));
      if (decision === "waits") this.#timers.set(row, this.#judge.retryAt(rule, row));
      else if (decision !== "stays") this.#change(row, index, decision);
    }
  }

  #change(row: number, rule: number, what: Exclude<PairDecision, "stays" | "waits">): void {
    this.#holding[row] = (this.#holding[row] as number) ^ (1 << rule);
    const { long } = this.policyOf(row).rules[rule] as PairRule;
    this.#changes.push({
      at: this.#judge.at,
      row,
      rule,
      what,
      valid: this.validOf(row, long),
      bad: this.badOf(row, long),
    });
  }

  #order(a: Change, b: Change): number {
    const byRank = this.#rank(a.row) - this.#rank(b.row);
    if (byRank !== 0) return byRank;
    return a.row === b.row ? a.rule - b.rule : a.row - b.row;
  }

  #rank(row: number): number {
    const objective = this.instances.objectiveOf(row);
    const client = row === this.instances.baseOf(objective) ? 0 : 2;
    return client + (this.instances.objectives[objective]?.indicator.kind === "availability" ? 0 : 1);
  }
}

/** One policy for each distinct target and period: a hundred thousand objectives share a handful. */
function sharedPolicies(instances: Instances, lengths: readonly number[]): Policy[] {
  const shared = new Map<string, Policy>();
  return instances.objectives.map((objective) => {
    const key = `${objective.targetPpm}/${objective.windowMs}`;
    const policy = shared.get(key) ?? policyFor(objective, lengths);
    invariant(policy.rules.length <= RULES_MAX, "more rules than bits");
    shared.set(key, policy);
    return policy;
  });
}
