import { PPM } from "#kernel";
import { isReachable } from "../alerts/pairs.ts";
import { periodMsOf } from "../objective.ts";
import type { RowHistory } from "./row-history.ts";
import { type Candidate, pagesAtAll, promisedBy } from "./what-if.ts";

/**
 * The largest target (ppm) at which this history brings no page, all else as the candidate has it; 0 when even the
 * smallest pages. A higher target lowers every threshold, so what pages at one pages at all above it.
 */
export function quietTarget(history: RowHistory, candidate: Candidate): number {
  let quiet = 0;
  let pages = PPM;
  while (pages - quiet > 1) {
    const targetPpm = Math.floor((quiet + pages) / 2);
    if (pagesAtAll(history, reachableAt(history, candidate, targetPpm))) pages = targetPpm;
    else quiet = targetPpm;
  }
  return quiet;
}

/** Pairs that this target makes unreachable never page; asked for by name they would be refused. */
function reachableAt(history: RowHistory, candidate: Candidate, targetPpm: number): Candidate {
  const at = { ...candidate, targetPpm };
  const { pairs, window } = promisedBy(history.objective, at);
  if (pairs === undefined) return at;
  return { ...at, pairs: pairs.filter((pair) => isReachable(pair, targetPpm, periodMsOf(window))) };
}
