import { type Calendar, durationText, periodOf } from "#kernel";
import { GRID_MS, objectiveWindowFrom } from "./engine/windows.ts";
import type { ObjectiveWindow } from "./objective.ts";
import type { ResultWindow } from "./results.ts";

/** The window of an objective that ends at `to`, as results tell it. */
export function windowResult(window: ObjectiveWindow, to: number): ResultWindow {
  const from = objectiveWindowFrom(window, to);
  if (window.kind === "rolling") return { kind: "rolling", length: durationText(window.lengthMs), from, to };
  const { calendar } = window;
  return {
    kind: "calendar",
    every: everyText(calendar),
    zone: calendar.zone,
    from,
    to,
    end: periodOf(calendar, to - GRID_MS).to,
  };
}

/** "month", "2 weeks". */
function everyText({ unit, count }: Calendar): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}
