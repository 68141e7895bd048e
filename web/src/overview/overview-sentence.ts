import { countText, ITSELF, ratioText } from "#kernel";
import { subjectOf } from "../alerts/alert-subject.ts";
import { harmRank } from "../objectives/objective-look.ts";
import type { Alert, Kpis, Objective } from "../server/wire.ts";
import { rangeSpanText } from "../time/span-text.ts";

/** What an overview speaks of. */
export interface OverviewFacts {
  readonly title: string;
  readonly objectives: readonly Objective[];
  readonly kpis: Kpis;
  /** The objectives do not know of the traffic yet: their own sentences would deny it. */
  readonly judgedSoon: boolean;
}

/** What a person would say first: the objective that needs somebody most, as the server tells it; without objectives, what the traffic was. */
export function overviewSentence({ title, objectives, kpis, judgedSoon }: OverviewFacts): string {
  const worst = objectives.toSorted((a, b) => harmRank(a) - harmRank(b))[0];
  if (worst !== undefined && !judgedSoon) return worst.sentence;
  const span = rangeSpanText({ from: Date.parse(kpis.from), to: Date.parse(kpis.to) });
  if (kpis.requests === 0) return `${title} has had no request in the last ${span}, and promises nothing yet.`;
  const share = kpis.availability === null ? "none of them valid" : `${ratioText(kpis.availability)} of them well`;
  const promised = judgedSoon ? "its objectives are judged within ten seconds" : "it promises nothing yet";
  return `${title} answered ${countText(kpis.requests)} requests in ${span}, ${share}; ${promised}.`;
}

/** Whether there is traffic of which no objective of the whole API knows: it came after they were judged, or none counts it. */
export function isUnjudged({ valid }: Pick<Kpis, "valid">, objectives: readonly Pick<Objective, "state">[]): boolean {
  return valid > 0 && objectives.length > 0 && objectives.every(({ state }) => state === "noTraffic");
}

const NAMED_MAX = 3;

/** What to say before everything else: which pages fire, and for whom. Undefined while none does. */
export function firingText(firing: readonly Alert[]): string | undefined {
  const pages = firing.filter(({ urgency }) => urgency === "page");
  const first = pages[0];
  if (first === undefined) return undefined;
  const names = [...new Set(pages.map(subjectText))];
  const more = names.length > NAMED_MAX ? ` and ${countText(names.length - NAMED_MAX)} more` : "";
  const count = pages.length === 1 ? "One page fires" : `${countText(pages.length)} pages fire`;
  return `${count} now: ${names.slice(0, NAMED_MAX).join("; ")}${more}.`;
}

function subjectText(alert: Alert): string {
  if (alert.api === ITSELF) return "Plimsoll takes no records";
  const { objective } = subjectOf(alert);
  const [, kind, name] = /^(probe|heartbeat):(.+)$/.exec(objective) ?? [];
  if (name !== undefined) return `the ${kind} ${name}`;
  return alert.client === undefined ? `${objective} of the whole API` : `${objective} for ${alert.client}`;
}
