import { PPM } from "#kernel";
import { isReachable } from "../alerts/pairs.ts";
import { supportableTarget } from "../budgets/supportable.ts";
import { periodMsOf } from "../objective.ts";
import { compare, type Load } from "./comparison.ts";
import type { RowHistory } from "./row-history.ts";
import { type Candidate, promisedBy, type WhatIf, whatIf } from "./what-if.ts";

/** Of the target that the table tries. */
const CONFIDENCE = 0.95;
const CONFIDENCES = [0.9, CONFIDENCE, 0.99];
/** Targets are tried with the decimals that people say: 99.92 %, not 99.9224 %; rounded down. */
const SPOKEN_PPM = 100;
const LADDER_PPM = [990_000, 995_000, 999_000, 999_500, 999_900];

/** What is asked of a history. */
export interface Question extends Pick<Candidate, "pairs" | "guard"> {
  /** Absent: the usual targets, and the one that the history supports. "near": of the usual ones only the next below and above the present one. */
  readonly targetsPpm?: readonly number[] | "near";
  /** IANA zone by whose clock people sleep. */
  readonly zone: string;
}

/** A setting, and what it would have come to. */
export interface WhatIfRow extends WhatIf {
  readonly load: Load;
  /** Outages that the present setting paged for and this one did not. */
  readonly outagesMissed: number;
}

/** A target that this many requests (or slices) bear out. */
export interface Supported {
  readonly confidence: number;
  readonly targetPpm: number;
}

/** What is promised now, and what else was tried. */
export interface WhatIfTable {
  readonly objective: string;
  readonly zone: string;
  readonly present: WhatIfRow;
  /** How many outages the present setting paged for. */
  readonly outages: number;
  /** By target; the present one again only where its pairs differ. */
  readonly candidates: readonly WhatIfRow[];
  /** Usual targets that were not tried: at these not even an outage of everything fires each of the pairs. */
  readonly unreachablePpm: readonly number[];
  /** What the counts in the window support; empty without traffic, and where slices are bad in part. */
  readonly supportable: readonly Supported[];
}

/** Tries targets on a history. Refuses what `whatIf` refuses, for targets and pairs that were asked for. */
export function whatIfTable(history: RowHistory, question: Question): WhatIfTable {
  const steps = whatIfSteps(history, question);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `whatIfTable` with a step for each setting that is tried, for a caller that must answer others in between. */
export function* whatIfSteps(history: RowHistory, question: Question): Generator<void, WhatIfTable> {
  const { pairs, guard, zone } = question;
  const setting = { guard, ...(pairs === undefined ? {} : { pairs }) };
  const present = whatIf(history, { guard });
  const supportable = supportableBy(history, present);
  const targets = targetsOf(history, question, supportable);
  // Nobody asked for the usual ones by name: where a pair could never fire, they are no candidates.
  const unreachablePpm = Array.isArray(question.targetsPpm)
    ? []
    : targets.filter((target) => !isPossible(history, { ...setting, targetPpm: target }));
  const terms = { zone, historyEnd: history.span.to };
  const rowOf = (tried: WhatIf): WhatIfRow => {
    const { candidate, outagesMissed } = compare(present, tried, terms);
    return { ...tried, load: candidate, outagesMissed };
  };
  const candidates: WhatIfRow[] = [];
  for (const targetPpm of targets) {
    if ((pairs === undefined && targetPpm === present.targetPpm) || unreachablePpm.includes(targetPpm)) continue;
    yield;
    candidates.push(rowOf(whatIf(history, { ...setting, targetPpm })));
  }
  return {
    objective: history.objective.name,
    zone,
    present: rowOf(present),
    outages: compare(present, present, terms).outages,
    candidates,
    unreachablePpm,
    supportable,
  };
}

/** Ascending, each once. */
function targetsOf(history: RowHistory, question: Question, supportable: readonly Supported[]): number[] {
  const { targetsPpm } = question;
  const asked =
    targetsPpm === undefined || targetsPpm === "near"
      ? usualTargets(history, question, supportable.find(({ confidence }) => confidence === CONFIDENCE)?.targetPpm ?? 0)
      : targetsPpm;
  return [...new Set(asked)].toSorted((a, b) => a - b);
}

function usualTargets({ objective }: RowHistory, { targetsPpm }: Question, supported: number): number[] {
  const now = objective.targetPpm;
  const below = LADDER_PPM.filter((target) => target < now);
  const above = LADDER_PPM.filter((target) => target > now);
  const usual = targetsPpm === "near" ? [...below.slice(-1), now, ...above.slice(0, 1)] : [...below, now, ...above];
  const spoken = Math.floor(supported / SPOKEN_PPM) * SPOKEN_PPM;
  return spoken > 0 ? [...usual, spoken] : usual;
}

function isPossible(history: RowHistory, candidate: Candidate): boolean {
  const { targetPpm, pairs = [], window } = promisedBy(history.objective, candidate);
  return pairs.every((pair) => isReachable(pair, targetPpm, periodMsOf(window)));
}

function supportableBy({ objective }: RowHistory, { valid, bad }: WhatIf): Supported[] {
  if (objective.method?.kind === "RatioTimeslices") return [];
  return CONFIDENCES.flatMap((confidence) => {
    const targetPpm = supportableTarget(valid, bad, confidence);
    return targetPpm === null ? [] : [{ confidence, targetPpm: Math.min(targetPpm, PPM - 1) }];
  });
}
