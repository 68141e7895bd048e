import type { SaveReader, SaveWriter } from "#kernel";
import type { PairRule } from "../alerts/policy.ts";
import type { Change } from "./change.ts";
import { type Composite, compositeBurn, decideCompositePair, type WindowCounts } from "./composites.ts";
import type { Coverage } from "./coverage.ts";
import { decidePair, observedAt, type PairFacts, retryAt } from "./decide-pair.ts";
import { grownTo } from "./grown-to.ts";
import type { Measured } from "./measured.ts";
import { Timers } from "./timers.ts";
import type { WindowSums } from "./window-sums.ts";
import { GRID_MS } from "./windows.ts";

/** What an engine tells of the rows that are judged. */
export interface JudgedRows extends WindowCounts {
  readonly sums: WindowSums;
  readonly coverageOf: (row: number) => Coverage | undefined;
  readonly startedAtOf: (row: number) => number;
  readonly composite: (row: number) => Composite | undefined;
}

/** Which pairs of which rows of an engine hold, and when those that wait are to be looked at again. */
export class HeldPairs {
  /** By row, one bit for each rule. */
  holding: Uint8Array;
  readonly timers = new Timers();
  readonly #engine: JudgedRows;
  readonly #measured: Measured;
  readonly #guard: boolean;
  readonly #facts: PairFacts;
  #changes: Change[] = [];
  #at = Number.NEGATIVE_INFINITY;

  constructor(engine: JudgedRows, { measured, guard, holding }: HeldPairsOptions) {
    this.#engine = engine;
    this.#measured = measured;
    this.#guard = guard;
    this.holding = holding;
    this.#facts = { longValid: 0, longBad: 0, shortValid: 0, shortBad: 0, held: false, guarded: guard, observedMs: 0 };
  }

  /** Evaluates at this instant from now on. */
  begin(at: number): void {
    this.#at = at;
    this.#changes = [];
  }

  /** What changed since `begin`. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  holds(row: number, rule: number): boolean {
    return ((this.holding[row] as number) & (1 << rule)) !== 0;
  }

  /** All that hold, as if each had begun at the last instant. */
  get held(): Change[] {
    const changes: Change[] = [];
    this.holding.forEach((bits, row) => {
      for (let rule = 0; bits >> rule > 0; rule++) {
        if ((bits & (1 << rule)) !== 0) changes.push(this.#changeOf(row, rule, "begins"));
      }
    });
    return changes;
  }

  /** Makes room for more rows. */
  grow(rows: number): void {
    this.holding = grownTo(this.holding, rows);
  }

  save(to: SaveWriter, rows: number): void {
    to.numbers("holding", this.holding.subarray(0, rows));
    to.numbers("timers", Float64Array.from(this.timers.all));
  }

  /** With room for all rows. */
  restore(from: SaveReader, at: number): void {
    this.#at = at;
    this.holding.set(from.uint8("holding"));
    const timers = from.float64("timers");
    for (let i = 0; i < timers.length; i += 2) this.timers.set(timers[i + 1] as number, timers[i] as number);
  }

  /** A row that has counts of its own. */
  evaluate(row: number): void {
    const { rules, widestShort, method } = this.#engine.policyOf(row);
    // Nothing bad in any short window: nothing can begin.
    if (widestShort === null || (this.holding[row] === 0 && this.#engine.badOf(row, widestShort) === 0)) return;
    const coverage = this.#engine.coverageOf(row);
    const facts = this.#facts;
    facts.guarded = this.#guard && method.kind === "Occurrences";
    facts.observedMs = Math.max(GRID_MS, this.#at - this.#engine.startedAtOf(row));
    // Read where they lie: most of a tick is spent here.
    const { seen, left } = this.#engine.sums;
    const place = 2 * row;
    const valid = seen[place] as number;
    const bad = seen[place + 1] as number;
    const held = this.holding[row] as number;
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
        const measurement = { startedAt: this.#engine.startedAtOf(row), at: this.#at };
        this.timers.set(row, retryAt(rule, facts, measurement));
      } else if (decision !== "stays") this.#change(row, index, decision);
    }
  }

  /** Composites are few, and depend on several rows: each is looked at in every tick. */
  evaluateComposite(composite: Composite): void {
    const { row } = composite;
    const coverage = this.#engine.coverageOf(row);
    const observedMs = this.#at - this.#engine.startedAtOf(row);
    this.#engine.policyOf(row).rules.forEach((rule, index) => {
      if (coverage !== undefined && this.#isFrozen(coverage, rule)) return;
      const pair = { rule, held: this.holds(row, index), guarded: this.#guard, observedMs };
      const decision = decideCompositePair(composite, this.#engine, pair);
      if (decision === "waits") {
        const { burnRate } = compositeBurn(composite, this.#engine, () => rule.long);
        const measurement = { startedAt: this.#engine.startedAtOf(row), at: this.#at };
        this.timers.set(row, observedAt(rule.threshold.factor / burnRate, rule.pair.longMs, measurement));
      } else if (decision !== "stays") this.#change(row, index, decision);
    });
  }

  #isFrozen(coverage: Coverage, rule: PairRule): boolean {
    return this.#measured.isFrozen(coverage, rule.long) || this.#measured.isFrozen(coverage, rule.short);
  }

  #change(row: number, rule: number, what: Change["what"]): void {
    this.holding[row] = (this.holding[row] as number) ^ (1 << rule);
    this.#changes.push(this.#changeOf(row, rule, what));
  }

  #changeOf(row: number, rule: number, what: Change["what"]): Change {
    const { long, short } = this.#engine.policyOf(row).rules[rule] as PairRule;
    const composite = this.#engine.composite(row);
    const counts =
      composite === undefined
        ? {
            valid: this.#engine.validOf(row, long),
            bad: this.#engine.badOf(row, long),
            shortRatio: this.#ratioOf(row, short),
          }
        : compositeBurn(composite, this.#engine, () => long);
    return { at: this.#at, row, rule, what, ...counts };
  }

  #ratioOf(row: number, window: number): number {
    const valid = this.#engine.validOf(row, window);
    return valid === 0 ? 0 : this.#engine.badOf(row, window) / (valid * this.#engine.policyOf(row).unit);
  }
}

/** What held pairs are made for. */
export interface HeldPairsOptions {
  readonly measured: Measured;
  readonly guard: boolean;
  readonly holding: Uint8Array;
}
