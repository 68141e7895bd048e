import { countText, ratioText } from "#kernel";
import { harmRank } from "../objectives/objective-look.ts";
import type { Kpis, Objective } from "../server/wire.ts";
import { rangeSpanText } from "../time/span-text.ts";

/** What a person would say first: the objective that needs somebody most, as the server tells it; without objectives, what the traffic was. */
export function overviewSentence(title: string, objectives: readonly Objective[], kpis: Kpis): string {
  const worst = objectives.toSorted((a, b) => harmRank(a) - harmRank(b))[0];
  if (worst !== undefined) return worst.sentence;
  const span = rangeSpanText({ from: Date.parse(kpis.from), to: Date.parse(kpis.to) });
  if (kpis.requests === 0) return `${title} has had no request in the last ${span}, and promises nothing yet.`;
  const share = kpis.availability === null ? "none of them valid" : `${ratioText(kpis.availability)} of them well`;
  return `${title} answered ${countText(kpis.requests)} requests in ${span}, ${share}; it promises nothing yet.`;
}
