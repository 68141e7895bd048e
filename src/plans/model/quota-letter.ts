import { countText, dateText, wallTimeOf } from "#kernel";
import { letterContent } from "#mail";
import type { QuotaReached } from "./quota-notice.ts";

/** What happened: "shop has used 80 % of its 5,000,000 requests a month for Orders: 4,012,331 by 14 November 2026." */
export function quotaSentence({ client, title, used, quota, zone, at }: QuotaReached): string {
  const allowed = `${countText(quota.requests)} ${quota.requests === 1 ? "request" : "requests"} a ${quota.period}`;
  const by = dateText(wallTimeOf(at, zone));
  return `${client} has used ${shareText(used, quota.requests)} of its ${allowed} for ${title}: ${countText(used)} by ${by}.`;
}

/** The letter to its organisation; `url` leads to the client's page. */
export function quotaLetter(reached: QuotaReached, url: string) {
  const { client, title, used, quota, threshold } = reached;
  return {
    subject: `${client} has used ${shareText(used, quota.requests)} of its requests for ${title}`,
    content: letterContent({
      paragraphs: [quotaSentence(reached), meaningOf(reached), nextStepOf(reached)],
      link: { text: `What ${client} uses`, url },
      because: `This address is a contact of ${reached.organisation} for notices of quotas. It is written to once for each of 50, 80, 90, 100 and 120 % in a period; this is for ${threshold} %.`,
    }),
  };
}

function meaningOf({ threshold, title, period, zone }: QuotaReached): string {
  const until = dateText(wallTimeOf(period.to, zone));
  const where = `where the gateway stands in front of ${title}, or a proxy that asks it`;
  return threshold < 100
    ? `From 100 % on, requests are refused with 429 until ${until}, ${where}.`
    : `Requests are refused with 429 until ${until}, ${where}. Elsewhere they go through, and are counted.`;
}

function nextStepOf({ plan, period, zone }: QuotaReached): string {
  const from = dateText(wallTimeOf(period.to, zone));
  return `If ${plan} is too small, ask for another plan on the client's page. The count begins anew on ${from}.`;
}

/** Whole percent, rounded down: 80 % is never said before it is reached. */
function shareText(used: number, quota: number): string {
  return `${countText(Number((BigInt(used) * 100n) / BigInt(quota)))} %`;
}
