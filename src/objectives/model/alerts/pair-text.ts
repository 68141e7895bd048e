import { durationText, parseDurationMs, parsePercent, percentOfPpm, Refusal } from "#kernel";
import { GRID_MS } from "../engine/windows.ts";
import type { AlertPair, BudgetPair } from "./pair.ts";
import { PAIRS_MAX } from "./pairs.ts";

/** The short window is this part of the long one: The Site Reliability Workbook, chapter 5. */
const SHORT_SHARE = 12;
const PAIR = /^(page|ticket) +(\S+ ?%) +in +([^/]+?)(?: *\/ *([^/]+))?$/;
const EXAMPLE = '"page 2% in 1h / 5m, ticket 10% in 3d"';

/**
 * "page 2% in 1h / 5m, ticket 10% in 3d" → pairs: who is told, at which share of the budget in which long window, and
 * the short window, a twelfth of the long one when none is written. Refuses all that is written otherwise.
 */
export function parsePairs(text: string): BudgetPair[] {
  const pairs = text.split(",").map((part) => parsePair(part.trim()));
  if (pairs.length > PAIRS_MAX) {
    throw refusal(text, `${pairs.length} pairs are too many: an objective has at most ${PAIRS_MAX}`);
  }
  return pairs;
}

/** "page 2 % in 1 h / 5 min"; "page above 14.4 times the pace in 1 h / 5 min" where the factor is written. */
export function pairText(pair: AlertPair): string {
  const windows = `${durationText(pair.longMs)} / ${durationText(pair.shortMs)}`;
  const when =
    "factorPpm" in pair ? `above ${pair.factorPpm / 1_000_000} times the pace` : percentOfPpm(pair.budgetPpm);
  return `${pair.urgency} ${when} in ${windows}`;
}

function parsePair(text: string): BudgetPair {
  const [, urgency, share = "", long = "", short] = PAIR.exec(text) ?? [];
  if (urgency !== "page" && urgency !== "ticket") throw refusal(text, "it is not written as one");
  const budgetPpm = parsePercent(share);
  const longMs = parseDurationMs(long);
  const shortMs = short === undefined ? longMs / SHORT_SHARE : parseDurationMs(short);
  if (budgetPpm === 0) throw refusal(text, "0 % of the budget are spent at once: it would always fire");
  if (longMs % GRID_MS !== 0 || shortMs % GRID_MS !== 0) {
    throw refusal(text, `its windows (${longMs / 1000} s and ${shortMs / 1000} s) are no multiples of 10 s`);
  }
  if (shortMs > longMs) throw refusal(text, "its short window is longer than its long one");
  return { urgency, budgetPpm, longMs, shortMs };
}

function refusal(text: string, why: string): Refusal {
  return new Refusal(
    "invalid",
    "pairs.malformed",
    `"${text}" is no pair of windows: ${why}. Write pairs as ${EXAMPLE}; the part behind / is the short window, a twelfth of the long one when left out.`,
  );
}
