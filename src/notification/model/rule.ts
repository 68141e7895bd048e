import { MINUTE_MS } from "#kernel";
import type { ChannelKind } from "./channel-kind.ts";
import type { NotificationUrgency } from "./notification-order.ts";

/** "By this way, so long after": a rule of one person for one urgency. */
export interface Rule {
  /** A kind (each method of it), or the id of one method. */
  readonly way: string;
  readonly afterMs: number;
}

/** The rules of a person, in the order in which they are tried. */
export type Rules = Readonly<Record<NotificationUrgency, readonly Rule[]>>;

/** No rules at all: the house's hold. */
export const NO_RULES: Rules = { page: [], ticket: [] };

/** How many rules a person may have for one urgency, and how long one may wait. */
export const RULES_MAX = 10;

/** A page that waits longer is none. */
export const AFTER_MS_MAX = 60 * MINUTE_MS;

/** A method as far as rules see it. */
export interface RuledMethod {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly breaksThrough: boolean;
}

/** A method that is to be used, and how long after the order. */
export interface Way {
  readonly methodId: string;
  readonly afterMs: number;
}

/**
 * By which of these methods a person is told, the earliest first; each at most once, at its earliest. Where no rule names
 * any of them, the house's rule holds: a page goes by all at once, a ticket by those that wake nobody, or by all where
 * there are no others. Empty only if there is no method.
 */
export function waysOf(
  methods: readonly RuledMethod[],
  { rules, urgency }: { readonly rules: Rules; readonly urgency: NotificationUrgency },
): readonly Way[] {
  const earliest = new Map<string, number>();
  for (const { way, afterMs } of rules[urgency]) {
    for (const { id } of methods.filter((one) => one.id === way || one.kind === way)) {
      earliest.set(id, Math.min(afterMs, earliest.get(id) ?? Number.POSITIVE_INFINITY));
    }
  }
  if (earliest.size === 0) return houseWays(methods, urgency);
  return [...earliest].map(([methodId, afterMs]) => ({ methodId, afterMs })).toSorted((a, b) => a.afterMs - b.afterMs);
}

function houseWays(methods: readonly RuledMethod[], urgency: NotificationUrgency): readonly Way[] {
  const quiet = methods.filter(({ breaksThrough }) => !breaksThrough);
  const chosen = urgency === "page" || quiet.length === 0 ? methods : quiet;
  return chosen.map(({ id }) => ({ methodId: id, afterMs: 0 }));
}
