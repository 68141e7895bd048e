import { countText, dateTimeText, HOUR_MS, ratioText, spanText } from "#kernel";
import type { LostFacts } from "./measurement-lost.ts";
import type { TrafficFacts, WeekVote } from "./vanished-traffic.ts";

/** "Traffic of orders has vanished: 12 requests in the hour to …, where 1,240 are usual: 1,230 one week ago, 1,250 two weeks ago." */
export function trafficVanishedText(api: string, { window, requests, expected, votes }: TrafficFacts): string {
  const head = `Traffic of ${api} has vanished: ${plural(requests, "request")} in the hour to ${dateTimeText(window.to)}`;
  const usual = `where ${countText(expected)} are usual: ${votes.map(voteText).join(", ")}`;
  return `${head}, ${usual}. It fires below a tenth of the median of these weeks.`;
}

/** "The measurement of orders is lost: its source has not watched since …, and 54 min of the hour to … in all. Until …" */
export function measurementLostText(api: string, facts: LostFacts): string {
  const { window, watchedUntil, observedMs, coveredMs } = facts;
  const to = dateTimeText(window.to);
  const of = observedMs === HOUR_MS ? `the hour to ${to}` : `the first ${spanText(observedMs)}, to ${to}`;
  const since = watchedUntil < window.to ? ` It has not watched since ${dateTimeText(watchedUntil)}.` : "";
  const watched = `its source watched ${spanText(coveredMs)} of ${of} (${ratioText(coveredMs / observedMs)})`;
  return (
    `The measurement of ${api} is lost: ${watched}.${since} While less than nine tenths of a window were watched, ` +
    "its alerts are frozen: what fires goes on, and nothing new fires. That traffic has vanished could not be told either."
  );
}

function voteText({ weeksAgo, requests }: WeekVote): string {
  return `${countText(requests)} ${weeksAgo === 1 ? "a week" : `${weeksAgo} weeks`} ago`;
}

function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
