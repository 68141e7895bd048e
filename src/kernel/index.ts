/** The kernel: words without a domain. It imports nothing of ours. */
export { atOnce } from "./at-once.ts";
export { type Calendar, instantOfWall, isZone, nominalMs, periodOf, wallTimeOf } from "./calendar.ts";
export { after, type Clock, every, nextTurn, stopwatchMs, wallClockMs } from "./clock.ts";
export { ByteMemo, Dictionary, ITSELF, OTHER, textOf } from "./dictionary.ts";
export { csvText, unguarded } from "./csv-text.ts";
export { currencyDecimals } from "./currencies.ts";
export { cutText } from "./cut-text.ts";
export { durationText, parseDurationMs } from "./durations.ts";
export {
  bytesText,
  compareText,
  countText,
  dateText,
  dateTimeText,
  latencyText,
  ratioText,
  shortCountText,
  spanText,
  unbroken,
} from "./format.ts";
export { giveBack } from "./give-back.ts";
export { bucketMiddle, bucketOf, Histogram, HISTOGRAM_BOUND, HISTOGRAM_BUCKETS } from "./histogram.ts";
export { Html, html, raw } from "./html.ts";
export { jsonDocument, wireValue } from "./json-document.ts";
export { Ids } from "./ids.ts";
export { closeWord, nearestWord } from "./nearest-word.ts";
export { inlineMore } from "./inline-more.ts";
export { invariant, unreachable } from "./invariant.ts";
export { type Amount, amountText, type Money, moneyText, parseAmount, roundedQuotient } from "./money.ts";
export { parsePercent, percentOfPpm, PPM } from "./ppm.ts";
export { Random } from "./random.ts";
export { Refusal, type RefusalFault, type RefusalKind } from "./refusal.ts";
export { binomialTail, guardLeast, upperErrorBound } from "./statistics.ts";
export { SaveReader } from "./saved/save-reader.ts";
export { SaveRoom } from "./saved/save-room.ts";
export { SaveWriter } from "./saved/save-writer.ts";
export { SteadyClock } from "./steady-clock.ts";
export { isSystemError, type SystemError } from "./system-error.ts";
export {
  ceilTo,
  dateOf,
  DAY_MS,
  floorTo,
  HOUR_MS,
  httpDateText,
  instantText,
  type Interval,
  isoText,
  isoTextOrNull,
  MINUTE_MS,
  SECOND_MS,
} from "./time.ts";
