import { DAY_MS, dateText, dateTimeText, durationText, HOUR_MS, ratioText, spanText } from "#kernel";
import type { ForecastResult, ObjectiveResult } from "../results.ts";

/**
 * "At the pace of the last 24 h its budget is gone on 14 December 2026."; of a window that is not full, or a calendar
 * period that goes on, it says that it speaks of the whole. Undefined without a forecast, and when it is gone already.
 */
export function forecastText({
  forecast,
  window,
  observedMs,
}: Pick<ObjectiveResult, "forecast" | "window" | "observedMs">): string | undefined {
  if (forecast === undefined || forecast.goneAt === window.to) return undefined;
  const pace = `At the pace of the last ${forecast.paceMs === DAY_MS ? "24 h" : spanText(forecast.paceMs)}`;
  if (window.kind === "rolling") {
    const isFull = durationText(observedMs) === window.length;
    return `${pace} ${isFull ? "its budget" : `the budget of a full ${window.length}`} ${goneText(forecast, window.to)}.`;
  }
  const gone = forecast.goneAt === null ? "lasts to its end" : `is gone on ${whenText(forecast.goneAt, window.to)}`;
  return `${pace} the budget of the whole ${window.every} ${gone}.`;
}

/** "32 % of the month is over: 41 % of the budget of its requests so far is spent, 13 % of that of the whole month at this pace."; undefined over a rolling window. */
export function elapsedText({ period, window }: Pick<ObjectiveResult, "period" | "window">): string | undefined {
  if (period === undefined || window.kind === "rolling") return undefined;
  const { elapsed, consumed, consumedOfPeriod } = period;
  const spent = `${ratioText(consumed)} of the budget of its requests so far is spent`;
  return `${ratioText(elapsed)} of the ${window.every} is over: ${spent}, ${ratioText(consumedOfPeriod)} of that of the whole ${window.every} at this pace.`;
}

/** What leaves a rolling window is told where it changes the answer by more than the hour to which it is known. */
function goneText({ goneAt, goneAtRollOff }: ForecastResult, now: number): string {
  if (goneAt === null) {
    return goneAtRollOff === null
      ? "is not used up"
      : `is gone on ${whenText(goneAtRollOff, now)}, as the window moves on`;
  }
  const when = whenText(goneAt, now);
  if (goneAtRollOff === null) return `would be gone on ${when}, but older failures leave the window before`;
  if (Math.abs(goneAtRollOff - goneAt) <= HOUR_MS) return `is gone on ${when}`;
  return `is gone on ${when}, or on ${whenText(goneAtRollOff, now)} as the window moves on`;
}

/** The time of day matters only when it is near. */
function whenText(at: number, now: number): string {
  return at - now < 2 * DAY_MS ? dateTimeText(at) : dateText(at);
}
