import { countText, ratioText } from "#kernel";
import type { Kpis } from "../server/wire.ts";
import { rangeSpanText } from "../time/span-text.ts";

interface Only {
  readonly client?: string | undefined;
  readonly operation?: string | undefined;
}

/** "Orders answered 41,203 requests of 40 clients in 1 d; 99.94 % of the valid ones were good, 24 bad." */
export function trafficSentence(title: string, kpis: Kpis, { client, operation }: Only): string {
  const span = rangeSpanText({ from: Date.parse(kpis.from), to: Date.parse(kpis.to) });
  const what = operation === undefined ? title : `${operation} of ${title}`;
  if (kpis.requests === 0) return `${what} had no request${client === undefined ? "" : ` of ${client}`} in ${span}.`;
  const whose = client ?? `${countText(kpis.clients.active)} ${kpis.clients.active === 1 ? "client" : "clients"}`;
  const head = `${what} answered ${countText(kpis.requests)} ${kpis.requests === 1 ? "request" : "requests"} of ${whose} in ${span}`;
  if (kpis.availability === null) return `${head}; none of them counts for availability.`;
  return `${head}; ${ratioText(kpis.availability)} of the valid ones were good, ${countText(kpis.bad)} bad.`;
}
