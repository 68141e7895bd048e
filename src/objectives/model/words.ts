import {
  countText,
  dateTimeText,
  DAY_MS,
  durationText,
  HOUR_MS,
  type Interval,
  latencyText,
  percentOfPpm,
  PPM,
  ratioText,
  shortCountText,
  spanText,
  unreachable,
} from "#kernel";
import type { BudgetingMethod, Indicator } from "./objective.ts";
import type { LeftOut } from "./alerts/pairs.ts";
import { forecastText } from "./budgets/words.ts";
import type {
  AlertResult,
  Blame,
  LeftOutResult,
  ObjectiveResult,
  ObjectiveState,
  ResultWindow,
  Share,
  ExcludedResult,
} from "./results.ts";

/** What `alertText` tells of an alert at the instant it fired. */
export interface AlertFacts {
  readonly objective: string;
  readonly client: string | undefined;
  readonly indicator: Indicator;
  readonly method: BudgetingMethod["kind"];
  /** The pair's f · e. */
  readonly allowedRatio: number;
  readonly burnRate: number;
  readonly valid: number;
  readonly bad: number;
  readonly longMs: number;
  readonly window: Interval;
  readonly by: Blame;
  /** See `Explanation`. */
  readonly clearsAfterMs: number | null;
}

/** "orders/availability burns its error budget 16.2 times too fast: 312 of 1,203 requests failed in the hour to …". */
export function alertText(facts: AlertFacts): string {
  const { bad, valid } = facts;
  const head = `${subjectText(facts.objective, facts.client)} burns its error budget ${timesText(facts.burnRate)} too fast`;
  const counts = `${countsText(facts)} in the ${lengthText(facts.longMs)} to ${dateTimeText(facts.window.to)}`;
  const ratios = `${ratioText(bad / valid)}; the alert fires above ${ratioText(facts.allowedRatio)}`;
  return `${head}: ${counts} (${ratios}).${blameText(facts)}${clearingText(facts)}`;
}

/** "orders/availability is within target: 99.94 % of 2.1 M requests (target 99.9 %); 1,239 of 2,100 allowed failures used, 41 % left." */
export function objectiveText(result: ObjectiveResult): string {
  const subject = subjectText(result.name, result.client);
  if (result.state === "notMeasured") {
    return `${subject} was not measured${observedSuffix(result)}: nothing is known of its error budget.`;
  }
  if (result.valid === 0) {
    return `${subject} has had no traffic: there is nothing to judge, and its error budget is whole${observedSuffix(result)}.`;
  }
  const share = `${ratioText(result.good / result.valid)} of ${manyText(result.valid)} ${plural(result.valid, unitOf(result))}`;
  const used = `${amountText(result.bad)} of ${allowedText(result)} used, ${leftText(result.remaining)}`;
  const estimate = result.estimated === true ? "an estimate from a sample: " : "";
  const verdict = `${verdictText(result)}: ${estimate}${share} (target ${percentOfPpm(result.targetPpm)})`;
  const forecast = forecastText(result);
  return `${subject} ${verdict}; ${used}${observedSuffix(result)}.${forecast === undefined ? "" : ` ${forecast}`}`;
}

/** "12 bad of 1,000 valid, 3 more may fail"; "3 of 60 time slices were bad, 2 more may be". */
export function budgetText(result: ObjectiveResult): string {
  const left = result.remainingEvents;
  const bad = amountText(result.bad);
  if (isSliced(result)) {
    const counted = `${bad} of ${countText(result.valid)} ${plural(result.valid, "time slice")} ${result.bad === 1 ? "was" : "were"} bad`;
    return `${counted}, ${left >= 0 ? `${amountText(left)} more may be` : `${amountText(-left)} too many`}`;
  }
  const allowance =
    left >= 0 ? `${countText(Math.floor(left))} more may fail` : `${countText(Math.ceil(-left))} too many failed`;
  return `${bad} bad of ${countText(result.valid)} valid, ${allowance}`;
}

/** What exclusions took out, and both figures of the budget; undefined when nothing was. */
export function excludedText({
  excluded,
  remaining,
}: {
  readonly excluded?: ExcludedResult | undefined;
  readonly remaining: number;
}): string | undefined {
  if (excluded === undefined) return undefined;
  const out = `${requestsText(excluded.valid)}, ${countText(excluded.bad)} of them bad`;
  return `Excluded: ${out}. Left of the budget: ${ratioText(remaining)}; had nothing been excluded, ${ratioText(excluded.remainingWithout)}.`;
}

/** How much of the observed time nobody watched; undefined when all of it was watched. */
export function uncoveredText({ observedMs, coveredMs, state }: ObjectiveResult): string | undefined {
  if (coveredMs >= observedMs) return undefined;
  const missing = `Not measured: ${spanText(observedMs - coveredMs)} of the ${spanText(observedMs)} observed.`;
  return state === "unknown"
    ? `${missing} With less than 90 % measured the state is unknown, and alerts stand still.`
    : missing;
}

/** One word or two for a badge. */
export function stateText(state: ObjectiveState): string {
  switch (state) {
    case "ok":
      return "within target";
    case "burning":
      return "burning";
    case "exhausted":
      return "budget used up";
    case "noTraffic":
      return "no traffic";
    case "notMeasured":
      return "not measured";
    case "partial":
      return "within target so far";
    case "unknown":
      return "unknown";
    default:
      return unreachable(state);
  }
}

/** How an alert ended, or that it did not: "resolved after 25 min"; "still firing". */
export function alertEndText(alert: Pick<AlertResult, "kind" | "firedAt" | "endedAt" | "end" | "pairs">): string {
  if (alert.endedAt === null) return "still firing when the records end";
  const length = spanText(alert.endedAt - alert.firedAt);
  if (alert.end !== "lapsed") return `resolved after ${length}`;
  if (alert.kind === "trafficVanished") {
    return `not resolved: little traffic is usual by now, so it lapsed after ${length}`;
  }
  const last = alert.pairs.findLast(({ to }) => to === alert.endedAt);
  // The long window has just become empty: its length ago was the last request.
  const since = last === undefined ? "" : ` since about ${dateTimeText(alert.endedAt - last.longMs)}`;
  return `not resolved: no traffic${since}, so it lapsed after ${length}`;
}

/** "observed 3 d of 30 d"; "observed 12 d of the month". */
export function observedText({ observedMs, window }: Pick<ObjectiveResult, "observedMs" | "window">): string {
  const whole = window.kind === "rolling" ? window.length : `the ${window.every}`;
  return `observed ${spanText(observedMs)} of ${whole}`;
}

/** "30 d, rolling"; "calendar month". */
export function windowText(window: ResultWindow): string {
  return window.kind === "rolling" ? `${window.length}, rolling` : `a calendar ${window.every} (${window.zone})`;
}

/** What `leftOutText` tells of a pair. */
export interface LeftOutFacts extends Pick<LeftOut, "factor" | "why"> {
  readonly pair: Pick<LeftOutResult, "urgency" | "longMs" | "shortMs">;
}

/** Why an objective goes without one of the default pairs. */
export function leftOutText(objective: string, { pair, factor, why }: LeftOutFacts): string {
  const head = `${objective} has no ${durationText(pair.longMs)} / ${durationText(pair.shortMs)} ${pair.urgency} alert`;
  switch (why) {
    case "longerThanPeriod":
      return `${head}: its window is shorter than ${durationText(pair.longMs)}.`;
    case "tooSlow":
      return `${head}: over so short a window it would fire at ${factor.toFixed(2)} times the allowed pace, which is no emergency.`;
    case "unreachable":
      return `${head}: not even an outage of everything would fire it; that takes a target above ${percentOfPpm(Math.floor((1 - 1 / factor) * PPM))}.`;
    case "tooFewSlices":
      return `${head}: its short window holds less than five time slices.`;
    case "tooCoarse":
      return `${head}: its short window is shorter than a slot of the counts.`;
    default:
      return unreachable(why);
  }
}

/** "312 of 1,203 requests failed"; where slices are counted: "3 of 60 time slices were bad". */
function countsText({ method, indicator, bad, valid }: AlertFacts): string {
  if (method !== "Occurrences") return `${amountText(bad)} of ${countText(valid)} time slices were bad`;
  const of = `${countText(bad)} of ${requestsText(valid)}`;
  if (indicator.kind === "latency") return `${of} took longer than ${latencyText(indicator.thresholdUs / 1_000)}`;
  return `${of} ${indicator.kind === "availability" ? "failed" : "were bad"}`;
}

/** A count that may have parts, as slices have that are bad in part. */
function amountText(amount: number): string {
  return Number.isInteger(amount) ? countText(amount) : amount.toFixed(2);
}

/** What an alert or a result begins with. */
export function subjectText(objective: string, client: string | undefined): string {
  return client === undefined ? objective : `${objective} for client ${client}`;
}

function timesText(burnRate: number): string {
  return `${burnRate < 100 ? burnRate.toFixed(1) : countText(burnRate)} times`;
}

function lengthText(ms: number): string {
  if (ms === HOUR_MS) return "hour";
  return ms === DAY_MS ? "day" : durationText(ms);
}

/** "If the errors stop, it ends 4 min 50 s later." */
function clearingText({ clearsAfterMs }: AlertFacts): string {
  return clearsAfterMs === null ? "" : ` If the errors stop, it ends ${spanText(clearsAfterMs)} later.`;
}

function blameText({ by, bad, client, method }: AlertFacts): string {
  // Shares are requests; where slices are counted, so many bad ones are no part of the slices.
  const share = method === "Occurrences" ? `of ${countText(bad)}` : "bad requests";
  const parts = [
    ...(client === undefined ? largest("client", by.clients, share) : []),
    ...largest("operation", by.operations, share),
    ...largest("status", by.statuses, share),
    ...largest("release", by.releases, share),
  ];
  const many = by.activeClients ?? by.affectedClients;
  const of = by.activeClients === null ? "" : ` of ${countText(by.activeClients)}`;
  const affected = `${countText(by.affectedClients)}${of} ${many === 1 ? "client is" : "clients are"} affected.`;
  return parts.length === 0 ? "" : `${client === undefined ? ` ${affected}` : ""}${SHARES}${parts.join(", ")}.`;
}

const SHARES = " The largest shares: ";

/** How the shares begin of an alert of the whole API. */
export function blamedText(client: string): string {
  return `${SHARES}client ${client} (`;
}

function largest(kind: string, shares: readonly Share[], of: string): string[] {
  const first = shares[0];
  return first === undefined ? [] : [`${kind} ${first.key} (${countText(first.bad)} ${of})`];
}

/** Whole requests: where 0.8 are allowed, none is. */
function allowedText(result: ObjectiveResult): string {
  const { targetPpm, valid } = result;
  const allowed = Math.floor(((PPM - targetPpm) * valid) / PPM);
  const unit = isSliced(result) ? "bad slice" : "failure";
  return `${countText(allowed)} allowed ${plural(allowed, unit)}`;
}

function verdictText(result: ObjectiveResult): string {
  if (result.state === "unknown") return `is unknown, as ${coveredShare(result)} of the observed time was measured`;
  return result.remainingEvents < 0 ? "is not within target" : "is within target";
}

/** "only 45 %", truncated: 89.99 % are not 90 %. */
function coveredShare({ coveredMs, observedMs }: Pick<ObjectiveResult, "coveredMs" | "observedMs">): string {
  return `only ${percentOfPpm(Math.floor((coveredMs / observedMs) * 1_000) * (PPM / 1_000))}`;
}

function isSliced({ method }: Pick<ObjectiveResult, "method">): boolean {
  return method !== "Occurrences";
}

function unitOf(result: Pick<ObjectiveResult, "method">): string {
  return isSliced(result) ? "time slice" : "request";
}

function leftText(remaining: number): string {
  if (remaining === 1) return "the whole budget left";
  if (remaining === 0) return "nothing left";
  return remaining < 0 ? `overspent by ${ratioText(-remaining)} of the budget` : `${ratioText(remaining)} left`;
}

function observedSuffix(result: ObjectiveResult): string {
  const { window, observedMs } = result;
  const to = dateTimeText(window.to);
  if (window.kind === "calendar") {
    const full = observedMs >= window.to - window.from;
    return full ? ` (in the calendar ${window.every} to ${to}, ${window.zone})` : ` (${observedText(result)})`;
  }
  return durationText(observedMs) === window.length
    ? ` (in the ${window.length} to ${to})`
    : ` (${observedText(result)})`;
}

/** All digits as long as they read well aloud. */
function manyText(count: number): string {
  return count < 1_000_000 ? countText(count) : shortCountText(count);
}

function requestsText(count: number): string {
  return `${countText(count)} ${plural(count, "request")}`;
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
