import { csvText, instantText } from "#kernel";

/** Metered requests of a client in one day (UTC). `id` is the same for the same client, API and day, whenever it is exported. */
export interface UsageLine {
  readonly id: string;
  readonly api: string;
  readonly client: string;
  readonly organisation: string;
  readonly plan: string;
  readonly from: number;
  readonly to: number;
  readonly requests: number;
}

/** Whose events the lines are shaped as. */
export const USAGE_FORMATS = ["openmeter", "lago", "stripe"] as const;

/** One of them. */
export type UsageFormat = (typeof USAGE_FORMATS)[number];

const COLUMNS = ["id", "api", "client", "organisation", "plan", "from", "to", "requests"];

/** CSV, a line of names first. */
export function usageCsv(lines: readonly UsageLine[]): string {
  const rows = lines.map(({ id, api, client, organisation, plan, from, to, requests }) => [
    id,
    api,
    client,
    organisation,
    plan,
    instantText(from),
    instantText(to),
    requests,
  ]);
  return csvText([COLUMNS, ...rows]);
}

/** One JSON object a line: CloudEvents for OpenMeter, events for Lago, meter events for Stripe. */
export function usageEvents(lines: readonly UsageLine[], format: UsageFormat): string {
  return lines.map((line) => `${JSON.stringify(EVENTS[format](line))}\n`).join("");
}

const EVENTS: Readonly<Record<UsageFormat, (line: UsageLine) => object>> = {
  openmeter: ({ id, api, client, organisation, plan, from, requests }) => ({
    specversion: "1.0",
    id,
    type: "api.requests",
    source: "plimsoll",
    subject: client,
    time: instantText(from),
    datacontenttype: "application/json",
    data: { requests, api, plan, organisation },
  }),
  lago: ({ id, api, client, plan, from, requests }) => ({
    event: {
      transaction_id: id,
      external_subscription_id: `${client}:${api}`,
      code: "api_requests",
      timestamp: Math.floor(from / 1_000),
      properties: { requests, api, plan },
    },
  }),
  stripe: ({ id, client, from, requests }) => ({
    event_name: "api_requests",
    identifier: id,
    timestamp: Math.floor(from / 1_000),
    payload: { stripe_customer_id: client, value: String(requests) },
  }),
};
