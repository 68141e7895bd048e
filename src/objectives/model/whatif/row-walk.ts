import { AlertBook } from "../alerts/alert-book.ts";
import type { PairRule, Policy } from "../alerts/policy.ts";
import { decidePair, type PairFacts, retryAt } from "../engine/decide-pair.ts";
import type { Change } from "../engine/change.ts";
import { isUnknownAt, nextThaw } from "../engine/measured.ts";
import { GRID_MS, windowFrom } from "../engine/windows.ts";
import type { RowHistory } from "./row-history.ts";
import { ONLY_ROW, type RowWindows } from "./row-windows.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** What a walk needs: windows that have not moved yet. */
export interface RowWalkOptions {
  readonly history: RowHistory;
  readonly policy: Policy;
  readonly windows: RowWindows;
  readonly guard: boolean;
  /** Stop as soon as there is a page. */
  readonly untilPage?: boolean;
}

/** The alerts of one row: its history walked as `walk` does for all rows, stopping only where something can change. */
export function walkRow(options: RowWalkOptions): AlertBook {
  const { history, policy, windows, guard, untilPage = false } = options;
  const book = new AlertBook(windows, guard, history.heldBack);
  if (policy.widestShort === null) return book;
  const judgement = new RowJudgement(options);
  for (;;) {
    const isIdle = judgement.holdsNothing && windows.badOf(ONLY_ROW, policy.widestShort) === 0;
    const due = isIdle ? windows.nextBadAt : Math.min(windows.nextAt, judgement.lookAgainAt, book.nextAt);
    const at = history.instantFrom(due);
    if (!(at <= history.span.to)) return book;
    windows.moveTo(at);
    book.apply(at, judgement.judge(at));
    if (untilPage && book.pages.some(({ urgency }) => urgency === "page")) return book;
  }
}

/** Which pairs of the row hold. */
class RowJudgement {
  readonly #options: RowWalkOptions;
  readonly #startedAt: number;
  readonly #facts: PairFacts;
  /** One bit for each rule. */
  #holding = 0;
  /** When a pair must be looked at again though no count changes: it waits (the partial rule), or is frozen. */
  #lookAgainAt = NEVER;

  constructor(options: RowWalkOptions) {
    const { history, policy, guard } = options;
    this.#options = options;
    this.#startedAt = history.startedAt;
    const guarded = guard && policy.method.kind === "Occurrences";
    this.#facts = { longValid: 0, longBad: 0, shortValid: 0, shortBad: 0, held: false, guarded, observedMs: 0 };
  }

  get holdsNothing(): boolean {
    return this.#holding === 0;
  }

  get lookAgainAt(): number {
    return this.#lookAgainAt;
  }

  judge(at: number): readonly Change[] {
    const { rules } = this.#options.policy;
    let changes = NOTHING;
    this.#lookAgainAt = NEVER;
    this.#facts.observedMs = Math.max(GRID_MS, at - this.#startedAt);
    for (let index = 0; index < rules.length; index++) {
      const change = this.#judgePair(rules[index] as PairRule, index, at);
      if (change !== undefined) changes = [...changes, change];
    }
    return changes;
  }

  #judgePair(rule: PairRule, index: number, at: number): Change | undefined {
    const { windows } = this.#options;
    const facts = this.#facts;
    facts.held = (this.#holding & (1 << index)) !== 0;
    facts.shortBad = windows.badOf(ONLY_ROW, rule.short);
    if (facts.shortBad === 0 && !facts.held) return undefined;
    facts.shortValid = windows.validOf(ONLY_ROW, rule.short);
    facts.longValid = windows.validOf(ONLY_ROW, rule.long);
    facts.longBad = windows.badOf(ONLY_ROW, rule.long);
    const what = decidePair(rule, facts);
    if (what === "stays" || this.#isFrozen(rule, at)) return undefined;
    if (what === "waits") {
      this.#lookAgain(retryAt(rule, facts, { startedAt: this.#startedAt, at }));
      return undefined;
    }
    this.#holding ^= 1 << index;
    return { at, row: ONLY_ROW, rule: index, what, valid: facts.longValid, bad: facts.longBad };
  }

  /** Whether too little of one of the pair's windows was watched; what was decided then waits until it can be judged. */
  #isFrozen({ pair }: PairRule, at: number): boolean {
    const { coverage } = this.#options.history;
    if (coverage === undefined) return false;
    const frozen = [pair.longMs, pair.shortMs].filter((lengthMs) =>
      isUnknownAt(at, { kind: "rolling", lengthMs }, coverage),
    );
    if (frozen.length === 0) return false;
    this.#lookAgain(nextThaw({ from: windowFrom(at, Math.max(...frozen)), to: at }, coverage));
    return true;
  }

  #lookAgain(at: number): void {
    this.#lookAgainAt = Math.min(this.#lookAgainAt, at);
  }
}

const NOTHING: readonly Change[] = [];
