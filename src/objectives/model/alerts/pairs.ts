import { DAY_MS, HOUR_MS, MINUTE_MS, percentOfPpm, PPM, Refusal } from "#kernel";
import { GRID_MS } from "../engine/windows.ts";
import { type BudgetingMethod, type Objective, periodMsOf } from "../objective.ts";
import type { AlertPair, BudgetPair, LeftOutReason } from "./pair.ts";

/** Google, The Site Reliability Workbook, chapter 5, table 5-8; the short window is a twelfth of the long one. */
export const DEFAULT_PAIRS: readonly BudgetPair[] = [
  { urgency: "page", budgetPpm: 20_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { urgency: "page", budgetPpm: 50_000, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { urgency: "ticket", budgetPpm: 100_000, longMs: DAY_MS, shortMs: 2 * HOUR_MS },
  { urgency: "ticket", budgetPpm: 100_000, longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS },
];

/** An engine has a bit for each. */
export const PAIRS_MAX = 8;

/** A pair that an objective goes without. */
export interface LeftOut {
  readonly pair: AlertPair;
  readonly factor: number;
  readonly why: LeftOutReason;
}

/** All that alert pairs depend on. */
export type Promised = Pick<Objective, "targetPpm" | "window" | "method" | "pairs">;

/**
 * The pairs that an objective is judged by, and those left out, in the order of its own list or the default table.
 * `slotMs` is the length of the counts' slots. Refuses a target of 100 %, more than 8 pairs, and a pair asked for by name that no traffic can fire.
 */
export function pairsFor(
  promised: Promised,
  slotMs: number = GRID_MS,
): { readonly pairs: readonly AlertPair[]; readonly leftOut: readonly LeftOut[] } {
  if (promised.targetPpm >= PPM) throw new Refusal("invalid", "objective.target-without-budget", WITHOUT_BUDGET);
  const chosen = promised.pairs ?? DEFAULT_PAIRS;
  if (chosen.length > PAIRS_MAX) {
    const text = `${chosen.length} alert pairs are too many: an objective has at most ${PAIRS_MAX}. Leave out those that hurry least.`;
    throw new Refusal("invalid", "objective.too-many-pairs", text);
  }
  const periodMs = periodMsOf(promised.window);
  const pairs: AlertPair[] = [];
  const leftOut: LeftOut[] = [];
  for (const pair of chosen) {
    const why = coarseness(pair, promised.method, slotMs) ?? misfit(pair, promised.targetPpm, periodMs);
    if (promised.pairs !== undefined && why === "unreachable") refuseUnreachable(pair, promised.targetPpm, periodMs);
    // A pair that somebody chose stays, however slow it is.
    const stays = why === null || (promised.pairs !== undefined && (why === "tooSlow" || why === "longerThanPeriod"));
    if (stays) pairs.push(pair);
    else leftOut.push({ pair, factor: factorOf(pair, periodMs), why });
  }
  return { pairs, leftOut };
}

/** The burn rate that fires: that which spends the pair's share of the budget in its long window, p · P / L, divided once. */
export function factorOf(pair: AlertPair, periodMs: number): number {
  return "factorPpm" in pair ? pair.factorPpm / PPM : (pair.budgetPpm * periodMs) / (pair.longMs * PPM);
}

/** Whether some error ratio can exceed f · e: at f · e ≥ 1 not even an outage of everything does. */
export function isReachable(pair: AlertPair, targetPpm: number, periodMs: number): boolean {
  return factorOf(pair, periodMs) * (PPM - targetPpm) < PPM;
}

const FACTOR_LEAST = 0.9;
const SLICES_LEAST = 5;
const WITHOUT_BUDGET =
  "A target of 100 % leaves no error budget: the first bad request would miss it for the whole window, and no burn rate can be computed. " +
  "Choose the highest target that you would still defend, such as 99.99%.";

function coarseness(pair: AlertPair, method: BudgetingMethod | undefined, slotMs: number): LeftOutReason | null {
  if (pair.shortMs < slotMs) return "tooCoarse";
  const sliced = method !== undefined && method.kind !== "Occurrences";
  return sliced && pair.shortMs < SLICES_LEAST * method.sliceMs ? "tooFewSlices" : null;
}

function misfit(pair: AlertPair, targetPpm: number, periodMs: number): LeftOutReason | null {
  if (pair.longMs > periodMs) return "longerThanPeriod";
  if (!isReachable(pair, targetPpm, periodMs)) return "unreachable";
  return factorOf(pair, periodMs) < FACTOR_LEAST ? "tooSlow" : null;
}

function refuseUnreachable(pair: AlertPair, targetPpm: number, periodMs: number): never {
  const factor = factorOf(pair, periodMs);
  throw new Refusal(
    "invalid",
    "objective.pair-unreachable",
    `The alert ${pair.name === undefined ? "" : `"${pair.name}" `}asks for a burn rate above ${factor}, and with a target of ${percentOfPpm(targetPpm)} ` +
      `not even an outage of everything burns faster than ${PPM / (PPM - targetPpm)}: it could never fire. ` +
      `Choose a target above ${percentOfPpm(Math.floor((1 - 1 / factor) * PPM))}, or a lower burn rate.`,
  );
}
