import { useEffect, useState } from "react";
import { SECOND_MS } from "#kernel";
import type { Kpis, Objective } from "../server/wire.ts";
import { isUnjudged } from "./overview-sentence.ts";

/** The server judges objectives so often; what comes in between is known at the next time, and told a moment later. */
const JUDGED_EVERY_MS = 10 * SECOND_MS;

/**
 * Whether objectives without traffic only wait to be judged. When the time has passed and they still know of none, they
 * mean it: the traffic is not theirs, or lies before their windows.
 */
export function useJudgedSoon(kpis: Kpis, objectives: readonly Objective[]): boolean {
  const unjudged = isUnjudged(kpis, objectives);
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!unjudged) return;
    const timer = setTimeout(() => setPassed(true), JUDGED_EVERY_MS);
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [unjudged]);
  return unjudged && !passed;
}
