import type { Permission } from "#identity";

/** What a page can be told of, and what one must be allowed to read to hear of it. */
export const TOPICS = {
  traffic: "traffic:read",
  objectives: "objective:read",
  alerts: "alert:read",
  probes: "probe:read",
  oncall: "schedule:read",
  apis: "api:read",
  plans: "subscription:read",
  clients: "client:read",
  people: "person:read",
  settings: "destination:read",
} as const satisfies Readonly<Record<string, Permission>>;

/** One of them. */
export type Topic = keyof typeof TOPICS;

/** Their names, in the order in which they are told to people. */
export const TOPIC_NAMES = Object.keys(TOPICS) as readonly Topic[];

/** What a change of each noun makes stale: the noun of its permission, or of its name where anybody may. */
const BY_NOUN: Readonly<Record<string, readonly Topic[]>> = {
  api: ["apis"],
  release: ["apis"],
  probe: ["probes"],
  heartbeat: ["probes"],
  // Whoever may respond swaps shifts too.
  page: ["alerts", "oncall"],
  escalation: ["oncall", "alerts"],
  schedule: ["oncall"],
  silence: ["alerts"],
  routing: ["alerts"],
  plan: ["plans"],
  subscription: ["plans"],
  // Who is retired is on no plan.
  client: ["clients", "plans"],
  key: ["clients"],
  organisation: ["clients"],
  contact: ["clients"],
  // Who takes an invitation up may act for an organisation.
  invitation: ["people", "clients"],
  person: ["people", "clients", "oncall"],
  team: ["people", "oncall"],
  setup: ["people"],
  account: ["people"],
  // How somebody is reached stands in the list of people.
  method: ["people"],
  rule: ["people"],
  "second-factor": ["people"],
  configuration: ["apis", "probes", "oncall", "plans", "clients", "people"],
};

/** The topics of a change, by what it takes and what it is called. Each is in the audit log, which is among the settings. */
export function topicsOf({ may, name }: { readonly may: string; readonly name: string }): readonly Topic[] {
  const [noun = ""] = (may.includes(":") ? may : name).split(/[:.]/);
  return [...(BY_NOUN[noun] ?? []), "settings"];
}
