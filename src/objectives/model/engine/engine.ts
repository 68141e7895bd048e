import { invariant, MINUTE_MS } from "#kernel";
import { type PairRule, type Policy, sharedPolicies, windowsOf } from "../alerts/policy.ts";
import type { Objective, ObjectiveWindow } from "../objective.ts";
import { type Change, inOrder } from "./change.ts";
import { type Composite, compositeBurn, compositesOf, decideCompositePair } from "./composites.ts";
import type { Coverage } from "./coverage.ts";
import { decidePair, observedAt, type PairFacts, retryAt } from "./decide-pair.ts";
import { decidersOf } from "./deciders.ts";
import { grownTo } from "./grown-to.ts";
import type { Instances } from "./instances.ts";
import { Measured } from "./measured.ts";
import { SliceFold } from "./slice-fold.ts";
import type { SliceVerdict } from "./slices.ts";
import type { SlotLists } from "./slot-lists.ts";
import { Timers } from "./timers.ts";
import { WindowSums } from "./window-sums.ts";
import { GRID_MS } from "./windows.ts";

/** What an engine is made from. */
export interface EngineOptions {
  readonly instances: Instances;
  /** Start of the first slot that was watched; where an API has a coverage, its first mark says so instead. */
  readonly startedAt: number;
  /** Whether the binomial guard applies (to Occurrences only). */
  readonly guard: boolean;
  /** Length of the slots in which counts come; a multiple of 10 s, 10 s when absent. Pairs on shorter windows are left out. */
  readonly slotMs?: number;
  /** By API: what its source watched. An API without one is taken to be watched always. */
  readonly coverage?: ReadonlyMap<string, Coverage>;
  /** Where slot lists go that are closed; absent = they stay in memory. */
  readonly lists?: SlotLists;
}

/** Records this late still count where they belong, and may fire an alert; older ones are backfill. */
const LATE_BOUND_MS = 2 * MINUTE_MS;
const EVALUATED_IN_A_SLICE = 2048;
/** Room for rows that is made at least when a client comes; then it doubles. */
const ROWS_LEAST = 64;

/**
 * Which pairs of windows burn too fast, for many instances, as time goes on. It has no clock: `tick` is told the
 * instant, by the live server and by replay alike. At T it sees the slots that ended at T or before. Level-triggered:
 * it compares what holds with what held. Only instances whose sums changed, or whose time has come, are looked at.
 */
export class Engine {
  readonly instances: Instances;
  readonly sums: WindowSums;
  readonly slotMs: number;
  readonly #startedAt: number;
  readonly #guard: boolean;
  readonly #coverages: readonly (Coverage | undefined)[];
  readonly #measured: Measured;
  readonly #windows: readonly ObjectiveWindow[];
  readonly #slices: SliceFold;
  readonly #composites: readonly Composite[];
  readonly #timers = new Timers();
  /** One bit for each rule. */
  #holding: Uint8Array;
  readonly #facts: PairFacts;
  #policies: readonly Policy[];
  #at: number;
  #changes: Change[] = [];

  constructor({ instances, startedAt, guard, slotMs = GRID_MS, coverage, lists }: EngineOptions) {
    this.instances = instances;
    this.slotMs = slotMs;
    this.#startedAt = startedAt;
    this.#guard = guard;
    this.#at = startedAt;
    this.#windows = windowsOf(instances.objectives, slotMs);
    this.#policies = sharedPolicies(instances.objectives, this.#windows, slotMs);
    this.#holding = new Uint8Array(instances.length);
    const deciders = decidersOf(this.#policies, this.#windows.length);
    this.sums = new WindowSums({
      windows: this.#windows,
      startedAt,
      watched: this.#holding,
      deciders,
      ...(lists === undefined ? {} : { lists }),
    });
    this.#coverages = instances.objectives.map(({ api }) => coverage?.get(api));
    this.#measured = new Measured(this.#windows, (window) => deciders[window] !== null, coverage?.values() ?? []);
    this.#slices = new SliceFold(this.#policies, (start, row, delta) => this.sums.count(start, row, delta));
    this.#composites = compositesOf(instances);
    this.#facts = { longValid: 0, longBad: 0, shortValid: 0, shortBad: 0, held: false, guarded: guard, observedMs: 0 };
  }

  /** The row of an objective for a client, made when there is none yet; also between the slices of a tick. */
  admit(objective: number, client: number): number {
    const row = this.instances.admit(objective, client);
    if (row >= this.#holding.length) {
      this.#holding = grownTo(this.#holding, Math.max(ROWS_LEAST, 2 * this.#holding.length));
      this.sums.grow(this.#holding);
    }
    return row;
  }

  /**
   * Adds to a slot (its start, epoch ms, a multiple of 10 s) of a row; best called with sums, not with each request.
   * False when the slot is more than 2 minutes behind the last tick: that is backfill, and nothing was counted.
   */
  count(slot: number, row: number, counts: SliceVerdict): boolean {
    if (slot < this.sums.head - LATE_BOUND_MS) return false;
    if (!this.#slices.add(this.instances.objectiveOf(row), { slot, row, counts })) this.sums.count(slot, row, counts);
    return true;
  }

  /**
   * Corrects what lies further back: late records, or (negative) what an exclusion takes out. Budgets are right from the next tick on;
   * what fires is decided at the next tick, from what is in the windows then. Where slices count, `before` is what the
   * whole slice had until now.
   */
  backfill(
    slot: number,
    row: number,
    correction: { readonly delta: SliceVerdict; readonly before?: SliceVerdict },
  ): void {
    const { delta, before = { valid: 0, bad: 0 } } = correction;
    const objective = this.instances.objectiveOf(row);
    if (!this.#slices.correct(objective, { slot, row, counts: delta }, before)) this.sums.count(slot, row, delta);
  }

  /** Changes the target of an objective, at read time: the counts stay, every instance is judged anew at the next tick. Refuses what `pairsFor` refuses, and changes nothing then. */
  retarget(objective: number, targetPpm: number): void {
    const promised = { ...(this.instances.objectives[objective] as Objective), targetPpm };
    const policy = sharedPolicies([promised], this.#windows, this.slotMs)[0] as Policy;
    invariant(
      policy.rules.every(({ long, short }) => long >= 0 && short >= 0),
      "the new target needs windows that were never summed",
    );
    this.instances.retarget(objective, targetPpm);
    this.#policies = this.#policies.with(objective, policy);
    this.#touchAll(objective);
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
    yield* this.#slices.close(at);
    yield* this.sums.moveTo(at);
    this.#at = at;
    for (const coverage of this.#measured.moveTo(at)) this.#touchCovered(coverage);
    for (let row = this.#timers.take(at); row !== undefined; row = this.#timers.take(at)) this.sums.touch(row);
    this.#changes = [];
    for (let looked = 1; ; looked++) {
      const row = this.sums.takeTouched();
      if (row === undefined) break;
      this.#evaluate(row);
      if (looked % EVALUATED_IN_A_SLICE === 0) yield;
    }
    for (const composite of this.#composites) this.#evaluateComposite(composite);
    return inOrder(this.#changes, this.instances);
  }

  /** The next instant at which anything can change if nothing more is counted; Infinity when nothing can. */
  get nextAt(): number {
    return Math.min(this.sums.nextAt, this.#timers.nextAt, this.#slices.nextEnd(this.#at), this.#measured.nextAt);
  }

  /** All pairs that hold, as if each had begun at the last tick. */
  get held(): readonly Change[] {
    const changes: Change[] = [];
    this.#holding.forEach((bits, row) => {
      for (let rule = 0; bits >> rule > 0; rule++) {
        if ((bits & (1 << rule)) !== 0) changes.push(this.#changeOf(row, rule, "begins"));
      }
    });
    return inOrder(changes, this.instances);
  }

  policyOf(row: number): Policy {
    return this.#policies[this.instances.objectiveOf(row)] as Policy;
  }

  holds(row: number, rule: number): boolean {
    return ((this.#holding[row] as number) & (1 << rule)) !== 0;
  }

  /** Valid units of a row in a window (an index in `sums.windows`) that ends at the last tick. */
  validOf(row: number, window: number): number {
    return (this.sums.seen[2 * row] as number) - ((this.sums.left[window] as Float64Array)[2 * row] as number);
  }

  /** Bad ones; in parts of the policy's `unit`. */
  badOf(row: number, window: number): number {
    return (this.sums.seen[2 * row + 1] as number) - ((this.sums.left[window] as Float64Array)[2 * row + 1] as number);
  }

  /** Where the window of a row's objective begins at the last tick. */
  fromOf(row: number): number {
    return this.sums.fromOf(this.policyOf(row).period);
  }

  /** What the source of a row watched; undefined = always. */
  coverageOf(row: number): Coverage | undefined {
    return this.#coverages[this.instances.objectiveOf(row)];
  }

  /** When the measurement of a row began. */
  startedAtOf(row: number): number {
    return this.coverageOf(row)?.startedAt ?? this.#startedAt;
  }

  composite(row: number): Composite | undefined {
    return this.#composites.find((composite) => composite.row === row);
  }

  #evaluate(row: number): void {
    if (this.#composites.length > 0 && this.composite(row) !== undefined) return;
    const { rules, widestShort, method } = this.policyOf(row);
    // Nothing bad in any short window: nothing can begin.
    if (widestShort === null || (this.#holding[row] === 0 && this.badOf(row, widestShort) === 0)) return;
    const coverage = this.coverageOf(row);
    const facts = this.#facts;
    facts.guarded = this.#guard && method.kind === "Occurrences";
    facts.observedMs = Math.max(GRID_MS, this.#at - this.startedAtOf(row));
    // Read where they lie: most of a tick is spent here.
    const { seen, left } = this.sums;
    const place = 2 * row;
    const valid = seen[place] as number;
    const bad = seen[place + 1] as number;
    const held = this.#holding[row] as number;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index] as PairRule;
      const short = left[rule.short] as Float64Array;
      facts.shortBad = bad - (short[place + 1] as number);
      facts.held = (held & (1 << index)) !== 0;
      // By far the most frequent case: nothing bad in the short window.
      if (facts.shortBad === 0 && !facts.held) continue;
      if (coverage !== undefined && this.#isFrozen(coverage, rule)) continue;
      const long = left[rule.long] as Float64Array;
      facts.shortValid = valid - (short[place] as number);
      facts.longValid = valid - (long[place] as number);
      facts.longBad = bad - (long[place + 1] as number);
      const decision = decidePair(rule, facts);
      if (decision === "waits") {
        const measurement = { startedAt: this.startedAtOf(row), at: this.#at };
        this.#timers.set(row, retryAt(rule, facts, measurement));
      } else if (decision !== "stays") this.#change(row, index, decision);
    }
  }

  /** Composites are few, and depend on several rows: each is looked at in every tick. */
  #evaluateComposite(composite: Composite): void {
    const { row } = composite;
    const coverage = this.coverageOf(row);
    const observedMs = this.#at - this.startedAtOf(row);
    this.policyOf(row).rules.forEach((rule, index) => {
      if (coverage !== undefined && this.#isFrozen(coverage, rule)) return;
      const pair = { rule, held: this.holds(row, index), guarded: this.#guard, observedMs };
      const decision = decideCompositePair(composite, this, pair);
      if (decision === "waits") {
        const { burnRate } = compositeBurn(composite, this, () => rule.long);
        const measurement = { startedAt: this.startedAtOf(row), at: this.#at };
        this.#timers.set(row, observedAt(rule.threshold.factor / burnRate, rule.pair.longMs, measurement));
      } else if (decision !== "stays") this.#change(row, index, decision);
    });
  }

  #isFrozen(coverage: Coverage, rule: PairRule): boolean {
    return this.#measured.isFrozen(coverage, rule.long) || this.#measured.isFrozen(coverage, rule.short);
  }

  #change(row: number, rule: number, what: Change["what"]): void {
    this.#holding[row] = (this.#holding[row] as number) ^ (1 << rule);
    this.#changes.push(this.#changeOf(row, rule, what));
  }

  #changeOf(row: number, rule: number, what: Change["what"]): Change {
    const { long, short } = this.policyOf(row).rules[rule] as PairRule;
    const composite = this.composite(row);
    const counts =
      composite === undefined
        ? { valid: this.validOf(row, long), bad: this.badOf(row, long), shortRatio: this.#ratioOf(row, short) }
        : compositeBurn(composite, this, () => long);
    return { at: this.#at, row, rule, what, ...counts };
  }

  #ratioOf(row: number, window: number): number {
    const valid = this.validOf(row, window);
    return valid === 0 ? 0 : this.badOf(row, window) / (valid * this.policyOf(row).unit);
  }

  #touchCovered(coverage: Coverage): void {
    this.#coverages.forEach((other, objective) => {
      if (other === coverage) this.#touchAll(objective);
    });
  }

  #touchAll(objective: number): void {
    for (const row of this.instances.eachRowOf(objective)) this.sums.touch(row);
  }
}
