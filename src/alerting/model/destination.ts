import { HOUR_MS, ITSELF } from "#kernel";
import type { Urgency } from "#objectives";

/** How long after a change of its secret a webhook is signed with the old one too. */
export const OLD_SECRET_MS = 24 * HOUR_MS;

/** Where alerts go: a signed webhook, or a service of PagerDuty. */
export interface Destination {
  readonly id: string;
  readonly title: string;
  readonly to: DestinationAddress;
  /** Which urgencies go there; at least one. */
  readonly urgencies: readonly Urgency[];
  /** Which APIs; null = all of them, those to come included. */
  readonly apis: readonly string[] | null;
  /** Off: it is told of nothing new, but still of the end of what it was told of. */
  readonly enabled: boolean;
  readonly createdAt: number;
  /** Counts changes, from 1. */
  readonly revision: number;
}

/** What is needed to reach it. */
export type DestinationAddress =
  | {
      readonly kind: "webhook";
      readonly url: string;
      readonly secret: string;
      readonly oldSecret: { readonly secret: string; readonly until: number } | null;
    }
  | { readonly kind: "pagerduty"; readonly url: string; readonly routingKey: string };

/** Whether the beginning of an alert goes to a destination; one of Plimsoll itself concerns all APIs. Its end goes wherever its beginning went. */
export function wants(
  { enabled, urgencies, apis }: Destination,
  alert: { readonly api: string; readonly urgency: Urgency },
): boolean {
  return (
    enabled && urgencies.includes(alert.urgency) && (apis === null || alert.api === ITSELF || apis.includes(alert.api))
  );
}

/** The secrets that sign at `now`, the newest first. */
export function secretsAt(to: Extract<DestinationAddress, { kind: "webhook" }>, now: number): string[] {
  return to.oldSecret !== null && now < to.oldSecret.until ? [to.secret, to.oldSecret.secret] : [to.secret];
}
