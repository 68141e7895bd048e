import { atOnce, invariant, MINUTE_MS, type SaveReader, type SaveWriter } from "#kernel";
import { type Policy, sharedPolicies, windowsOf } from "../alerts/policy.ts";
import type { Objective, ObjectiveWindow } from "../objective.ts";
import { type Change, inOrder } from "./change.ts";
import { type Composite, compositesOf } from "./composites.ts";
import type { Coverage } from "./coverage.ts";
import { decidersOf } from "./deciders.ts";
import { HeldPairs } from "./held-pairs.ts";
import type { Instances } from "./instances.ts";
import { Measured } from "./measured.ts";
import { SliceFold } from "./slice-fold.ts";
import type { SliceVerdict } from "./slices.ts";
import type { SlotLists } from "./slot-lists.ts";
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
const EVALUATED_IN_A_SLICE = 512;
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
  readonly #coverages: readonly (Coverage | undefined)[];
  readonly #measured: Measured;
  readonly #windows: readonly ObjectiveWindow[];
  readonly #slices: SliceFold;
  readonly #composites: readonly Composite[];
  readonly #pairs: HeldPairs;
  #policies: readonly Policy[];
  #at: number;

  constructor({ instances, startedAt, guard, slotMs = GRID_MS, coverage, lists }: EngineOptions) {
    this.instances = instances;
    this.slotMs = slotMs;
    this.#startedAt = startedAt;
    this.#at = startedAt;
    this.#windows = windowsOf(instances.objectives, slotMs);
    this.#policies = sharedPolicies(instances.objectives, this.#windows, slotMs);
    const holding = new Uint8Array(instances.length);
    const deciders = decidersOf(this.#policies, this.#windows.length);
    this.sums = new WindowSums({
      windows: this.#windows,
      startedAt,
      watched: holding,
      deciders,
      ...(lists === undefined ? {} : { lists }),
    });
    this.#coverages = instances.objectives.map(({ api }) => coverage?.get(api));
    this.#measured = new Measured(this.#windows, (window) => deciders[window] !== null, coverage?.values() ?? []);
    this.#slices = new SliceFold(this.#policies, (start, row, delta) => this.sums.count(start, row, delta));
    this.#composites = compositesOf(instances);
    this.#pairs = new HeldPairs(this, { measured: this.#measured, guard, holding });
  }

  /** The row of an objective for a client, made when there is none yet; also between the slices of a tick. */
  admit(objective: number, client: number): number {
    const row = this.instances.admit(objective, client);
    if (row >= this.#pairs.holding.length) this.#grow(Math.max(ROWS_LEAST, 2 * this.#pairs.holding.length));
    return row;
  }

  /**
   * Adds to a slot (its start, epoch ms, a multiple of 10 s) of a row; best called with sums, not with each request.
   * The counts are not kept: the caller may use the object again. False when the slot is more than 2 minutes behind the last tick: that is backfill, and nothing was counted.
   */
  count(slot: number, row: number, counts: SliceVerdict): boolean {
    if (slot < this.sums.head - LATE_BOUND_MS) return false;
    (this.#slices.of(this.instances.objectiveOf(row)) ?? this.sums).count(slot, row, counts);
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
    return atOnce(this.slices(at));
  }

  /** `tick` in slices of less than a millisecond, for a caller that must answer others in between. */
  *slices(at: number): Generator<void, readonly Change[]> {
    invariant(at % GRID_MS === 0 && at >= this.sums.head, `cannot tick at ${at}`);
    yield* this.#slices.close(at);
    yield* this.sums.moveTo(at);
    this.#at = at;
    for (const coverage of this.#measured.moveTo(at)) this.#touchCovered(coverage);
    const { timers } = this.#pairs;
    for (let row = timers.take(at); row !== undefined; row = timers.take(at)) this.sums.touch(row);
    this.#pairs.begin(at);
    for (let looked = 1; ; looked++) {
      const row = this.sums.takeTouched();
      if (row === undefined) break;
      if (this.#composites.length === 0 || this.composite(row) === undefined) this.#pairs.evaluate(row);
      if (looked % EVALUATED_IN_A_SLICE === 0) yield;
    }
    for (const composite of this.#composites) this.#pairs.evaluateComposite(composite);
    return inOrder(this.#pairs.changes, this.instances);
  }

  /** All that it knows, between two ticks. Slot lists on a shelf are only referred to; coverages are the caller's to keep. */
  save(to: SaveWriter): void {
    const { length, objectives } = this.instances;
    this.instances.save(to.within("instances"));
    to.numbers(
      "targets",
      Int32Array.from(objectives, ({ targetPpm }) => targetPpm),
    );
    this.#pairs.save(to, length);
    this.sums.save(to.within("sums"), length);
    this.#slices.save(to.within("slices"));
    this.#measured.save(to.within("measured"));
  }

  /** Into an engine made from the same objectives and coverages that has seen nothing: it goes on exactly like the one saved. */
  restore(from: SaveReader): void {
    this.instances.restore(from.within("instances"));
    from.int32("targets").forEach((targetPpm, objective) => {
      if (targetPpm !== this.instances.objectives[objective]?.targetPpm) this.retarget(objective, targetPpm);
    });
    if (this.instances.length > this.#pairs.holding.length) this.#grow(this.instances.length);
    this.sums.restore(from.within("sums"));
    this.#at = this.sums.head;
    this.#pairs.restore(from, this.#at);
    this.#slices.restore(from.within("slices"));
    this.#measured.restore(from.within("measured"));
  }

  /** The next instant at which anything can change if nothing more is counted; Infinity when nothing can. */
  get nextAt(): number {
    return Math.min(this.sums.nextAt, this.#pairs.timers.nextAt, this.#slices.nextEnd(this.#at), this.#measured.nextAt);
  }

  /** All pairs that hold, as if each had begun at the last tick. */
  get held(): readonly Change[] {
    return inOrder(this.#pairs.held, this.instances);
  }

  policyOf(row: number): Policy {
    return this.#policies[this.instances.objectiveOf(row)] as Policy;
  }

  holds(row: number, rule: number): boolean {
    return this.#pairs.holds(row, rule);
  }

  /** Valid units of a row in a window (an index in `sums.windows`) that ends at the last tick. */
  validOf(row: number, window: number): number {
    return (this.sums.seen[2 * row] as number) - (this.sums.left[window]?.[2 * row] ?? 0);
  }

  /** Bad ones; in parts of the policy's `unit`. */
  badOf(row: number, window: number): number {
    return (this.sums.seen[2 * row + 1] as number) - (this.sums.left[window]?.[2 * row + 1] ?? 0);
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

  #grow(rows: number): void {
    this.#pairs.grow(rows);
    this.sums.grow(this.#pairs.holding);
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
