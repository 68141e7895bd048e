import { countText, ratioText, spanText } from "#kernel";
import type { SourceName, Sources } from "../server/wire.ts";

/** What delivers records, as people call it. */
export const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
  gateway: "the gateway",
  log: "its log",
  otlp: "OpenTelemetry",
  middleware: "the middleware",
  push: "records that a program posts",
};

/** What each reason of a drop means for whoever looks after the source. */
export const DROP_MEANINGS: Readonly<Record<string, string>> = {
  malformed: "no record: a field is missing or wrong",
  tooLong: "longer than a line may be",
  badTime: "without a time that can be read",
  future: "from the future: the clock that wrote it is wrong",
  tooOld: "older than records are kept",
  unknownApi: "of an API that there is not here",
  notTheSource: "counted by another source already",
  encoding: "in letters that are not UTF-8",
};

/** Whether a record that somebody posts would count: nothing else counts yet. */
export function takesPosts(countedBy: SourceName | null): boolean {
  return countedBy === null || countedBy === "push";
}

interface Facts {
  readonly title: string;
  readonly countedBy: SourceName | null;
  readonly sources: Sources;
  /** Epoch ms. */
  readonly now: number;
}

/** "Orders is counted by the gateway; the last record came 2 s ago." */
export function sourcesSentence({ title, countedBy, sources, now }: Facts): string {
  const counting = sources.items.find(({ counts }) => counts);
  if (countedBy === null) return nobodyCounts(title);
  const name = SOURCE_NAMES[countedBy];
  if (counting === undefined) return `${title} is counted by ${name}; nothing has come since the server started.`;
  const ago = spanText(Math.max(0, now - Date.parse(counting.lastCameAt)));
  return `${title} is counted by ${name}; the last record came ${ago} ago.`;
}

function nobodyCounts(title: string): string {
  return `Nothing has delivered a record of ${title} yet; the first source that does will count.`;
}

/** "1,204 requests were not recorded at gateway edge 1", before its times. */
export function lossText({ requests, gateway }: Pick<Sources["losses"][number], "requests" | "gateway">): string {
  const where = gateway === null ? "at the server's own gateway" : `at gateway ${gateway}`;
  return `${countText(requests)} ${requests === 1 ? "request was" : "requests were"} not recorded ${where}`;
}

/** What is wrong with what comes, in sentences; empty when nothing is. */
export function sourceWarnings({ title, sources }: Pick<Facts, "title" | "sources">): string[] {
  const counting = sources.items.find(({ counts }) => counts);
  const warnings: string[] = [];
  if (counting !== undefined && counting.unattributed > 0) {
    const share = counting.unattributed / counting.kept;
    warnings.push(
      `${ratioText(share)} of its records name no client: ${countText(counting.unattributed)} of ${countText(counting.kept)}.`,
    );
  }
  const twice = sources.dropped.reduce((sum, { reasons }) => sum + (reasons["notTheSource"] ?? 0), 0);
  if (twice > 0) {
    warnings.push(
      `${countText(twice)} records came from a source that does not count, and were dropped so that nothing of ${title} or another API counts twice.`,
    );
  }
  return warnings;
}
