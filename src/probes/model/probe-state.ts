import { DAY_MS } from "#kernel";
import type { Probe } from "./probe.ts";

/** One run as it is kept. */
export interface ProbeResult {
  /** Counts the runs of a probe, from 1. */
  readonly seq: number;
  readonly at: number;
  readonly passed: boolean;
  /** 0: no answer. */
  readonly status: number;
  readonly totalUs: number;
  readonly lookupUs: number;
  readonly connectUs: number;
  readonly tlsUs: number;
  readonly waitUs: number;
  readonly certificateEndsAt: number | null;
  /** What was wrong, in sentence parts; empty when it passed. */
  readonly faults: readonly string[];
}

/** What is known of a probe from its runs. */
export interface ProbeState {
  readonly last: ProbeResult | null;
  /** How many of the last runs in a row failed, or passed; the other one is 0. */
  readonly failedInRow: number;
  readonly passedInRow: number;
  /** Since when somebody was to be told that it fails; null: nobody. */
  readonly firedAt: number | null;
  /** What was wrong then. */
  readonly firedFor: string;
  /** When the certificate ends that was seen last; null: none was. */
  readonly certificateEndsAt: number | null;
  /** Since when it is about to end; null: it is not. */
  readonly certificateSince: number | null;
}

/** Of a probe that has not run yet. */
export const NEW_STATE: ProbeState = {
  last: null,
  failedInRow: 0,
  passedInRow: 0,
  firedAt: null,
  firedFor: "",
  certificateEndsAt: null,
  certificateSince: null,
};

/** The state after another run. */
export function advanced(
  state: ProbeState,
  result: ProbeResult,
  { failures, successes, tlsDays }: Pick<Probe, "failures" | "successes" | "tlsDays">,
): ProbeState {
  const failedInRow = result.passed ? 0 : state.failedInRow + 1;
  const passedInRow = result.passed ? state.passedInRow + 1 : 0;
  const fires = state.firedAt === null && failedInRow >= failures;
  const ends = state.firedAt !== null && passedInRow >= successes;
  return {
    last: result,
    failedInRow,
    passedInRow,
    firedAt: fires ? result.at : ends ? null : state.firedAt,
    firedFor: fires ? result.faults.join("; ") : ends ? "" : state.firedFor,
    certificateEndsAt: result.certificateEndsAt ?? state.certificateEndsAt,
    certificateSince: certificateSince(state, result, tlsDays),
  };
}

/** Whole days until an instant, down; 0 when it is past. */
export function daysLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.floor((endsAt - now) / DAY_MS));
}

/** Without a certificate to look at (the host was away, say) what was known stays. */
function certificateSince(state: ProbeState, { at, certificateEndsAt }: ProbeResult, tlsDays: number): number | null {
  if (tlsDays === 0) return null;
  if (certificateEndsAt === null) return state.certificateSince;
  if (certificateEndsAt - at >= tlsDays * DAY_MS) return null;
  return state.certificateSince ?? at;
}
