import { DAY_MS, parseDurationMs, parsePercent, percentOfPpm, PPM, Refusal } from "#kernel";
import type { BudgetingMethod, Objective, ObjectiveWindow } from "./objective.ts";

/** The window when none is written. */
export const DEFAULT_WINDOW: ObjectiveWindow = { kind: "rolling", lengthMs: 30 * DAY_MS };

/** What the objectives of one API have in common. */
export interface ShortFormScope {
  readonly api: string;
  readonly window: ObjectiveWindow;
  readonly perClient: boolean;
  /** Only this operation; absent = all of the API. */
  readonly operation?: string;
  /** Absent: Occurrences. */
  readonly method?: BudgetingMethod;
  /** See `Objective`. */
  readonly sampledPpm?: number;
}

/** What is promised of an API as long as nobody says: 99.9 % availability over 30 days, for it and for each client. */
export function assumedObjectives(api: string): Objective[] {
  const scope = { api, window: DEFAULT_WINDOW, perClient: true };
  return [availabilityObjective(`${api}/availability`, ASSUMED_TARGET, scope)];
}

const ASSUMED_TARGET = "99.9%";
const LATENCY = /^(\S.*?%) +within +(\S.*)$/;

/**
 * "99.9%" → the objective "orders/availability".
 * Refuses 0 % and 100 %: no budget could be spent, or nothing else.
 */
export function availabilityObjective(name: string, text: string, scope: ShortFormScope): Objective {
  return { name, indicator: { kind: "availability" }, targetPpm: targetOf(text), ...scope };
}

/** "99% within 300ms" → the objective "orders/latency": within means ≤. */
export function latencyObjective(name: string, text: string, scope: ShortFormScope): Objective {
  const match = LATENCY.exec(text.trim());
  if (match === null) {
    throw new Refusal(
      "invalid",
      "objective.latency-malformed",
      `"${text}" is not a latency objective such as "99% within 300ms".`,
    );
  }
  const thresholdUs = parseDurationMs(match[2] ?? "") * 1000;
  return { name, indicator: { kind: "latency", thresholdUs }, targetPpm: targetOf(match[1] ?? ""), ...scope };
}

function targetOf(text: string): number {
  const ppm = parsePercent(text);
  if (ppm > 0 && ppm < PPM) return ppm;
  throw new Refusal(
    "invalid",
    "objective.target-out-of-range",
    `A target of ${percentOfPpm(ppm)} leaves ${ppm === PPM ? "no error budget: the first bad request breaks it for a whole window" : "nothing to miss"}. ` +
      "Choose one above 0% and below 100%, such as 99.9%.",
  );
}
