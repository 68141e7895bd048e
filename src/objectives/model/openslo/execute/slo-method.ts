import { DAY_MS } from "#kernel";
import { GRID_MS } from "../../engine/windows.ts";
import type { BudgetingMethod } from "../../objective.ts";
import type { ObjectivePart } from "../objective-part.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";
import { ppmOf } from "./scaled.ts";
import type { Settings } from "./settings.ts";

/** What the method of an objective is read from. */
interface MethodSource {
  /** As the SLO names it. */
  readonly name: string;
  readonly entry: ObjectivePart;
  readonly at: At;
  readonly settings: Settings;
}

/** How an objective's budget adds up; undefined for Occurrences, and after a fault. */
export function sloMethod(
  { name, entry, at, settings }: MethodSource,
  execution: Execution,
): BudgetingMethod | undefined {
  const { timeSliceWindow, timeSliceTarget } = entry;
  if (name === "Occurrences" || timeSliceWindow === undefined) return undefined;
  const sliceMs = settings.exactMs("slice", timeSliceWindow);
  if (sliceMs < GRID_MS || sliceMs > DAY_MS) {
    const { count, unit } = timeSliceWindow;
    execution.fault(
      at.under("timeSliceWindow"),
      `a slice of ${count}${unit} is not between 10 s and a day. Write for example 5m.`,
    );
    return undefined;
  }
  if (name === "RatioTimeslices") return { kind: "RatioTimeslices", sliceMs };
  if (timeSliceTarget === undefined) return undefined;
  const sliceTargetPpm = execution.parsed(at.under("timeSliceTarget"), () => ppmOf(timeSliceTarget));
  return sliceTargetPpm === undefined ? undefined : { kind: "Timeslices", sliceMs, sliceTargetPpm };
}
