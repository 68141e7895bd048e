import { instantText } from "#kernel";
import type { Urgency } from "#objectives";
import type { Destination } from "./destination.ts";

/** How much of an integration key is shown, in characters. */
const KEY_END = 4;

/** A destination as the world sees it: without its secret, and with the end of its key only. */
export interface DestinationView {
  readonly id: string;
  readonly kind: "webhook" | "pagerduty";
  readonly title: string;
  readonly url: string;
  readonly routingKeyEnd?: string;
  readonly urgencies: Urgency[];
  readonly apis: string[] | null;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly oldSecretUntil: string | null;
  readonly revision: number;
}

/** The view of a destination at `now`. */
export function destinationView(destination: Destination, now: number): DestinationView {
  const { id, title, to, urgencies, apis, enabled, createdAt, revision } = destination;
  const old = to.kind === "webhook" && to.oldSecret !== null && now < to.oldSecret.until ? to.oldSecret : null;
  return {
    id,
    kind: to.kind,
    title,
    url: to.url,
    ...(to.kind === "pagerduty" ? { routingKeyEnd: to.routingKey.slice(-KEY_END) } : {}),
    urgencies: [...urgencies],
    apis: apis === null ? null : [...apis],
    enabled,
    createdAt: instantText(createdAt),
    oldSecretUntil: old === null ? null : instantText(old.until),
    revision,
  };
}
