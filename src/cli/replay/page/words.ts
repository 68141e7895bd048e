import { ratioText } from "#kernel";
import type { ObjectiveState } from "#objectives";
import type { Counts } from "#traffic";
import type { ReplayReport } from "../report.ts";

/** "orders", or "3 APIs" when the log has several. */
export function apiName(report: ReplayReport): string {
  const [only] = report.apis;
  return report.apis.length === 1 && only ? only.api : `${report.apis.length} APIs`;
}

/** The share of the valid requests that were good; without a valid one there is no such share. */
export function availabilityText(counts: Pick<Counts, "availability">): string {
  return counts.availability === null ? "nothing valid" : ratioText(counts.availability);
}

/** What the log tells clients apart by, as "told apart by …". */
export function clientsByText(clientsBy: string): string {
  const [kind, name] = [clientsBy.split(":")[0], clientsBy.slice(clientsBy.indexOf(":") + 1)];
  const known: Readonly<Record<string, string>> = { ip: "address", user: "user name", key: "API key" };
  return known[kind ?? ""] ?? (kind === "header" ? `the header ${name}` : `the field ${name}`);
}

/** How a state looks beside its word: a shape, and how urgent it is. */
export interface StateLook {
  readonly shape: string;
  readonly tone: "calm" | "warn" | "bad" | "none";
}

export const STATE_LOOKS: Readonly<Record<ObjectiveState, StateLook>> = {
  ok: { shape: "●", tone: "calm" },
  partial: { shape: "◐", tone: "calm" },
  burning: { shape: "▲", tone: "warn" },
  exhausted: { shape: "■", tone: "bad" },
  noTraffic: { shape: "○", tone: "none" },
  notMeasured: { shape: "○", tone: "none" },
  unknown: { shape: "○", tone: "none" },
};
