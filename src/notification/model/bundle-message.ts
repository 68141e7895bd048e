import { countText } from "#kernel";
import type { Notification } from "./notification.ts";
import type { NotificationMessage } from "./notification-message.ts";

/** How many of a bundle are named; the rest is counted. */
const NAMED_MAX = 20;

/** One notification of a bundle, with what it would have said by itself. */
export interface BundlePart {
  readonly notification: Notification;
  readonly message: NotificationMessage;
}

/**
 * What one message says of several notifications. Pages that begin come before
 * repeats, those before ends. One click acts on one thing, so a message of several has none: they are behind the link.
 */
export function bundleMessage(parts: readonly [BundlePart, ...BundlePart[]], base: string): NotificationMessage {
  const [first] = parts;
  const sorted = parts.toSorted((a, b) => placeOf(a.notification) - placeOf(b.notification));
  const named = sorted.slice(0, NAMED_MAX).map(({ message }) => message.title);
  const more = parts.length - named.length;
  const isOne = parts.every(({ notification }) => notification.subject === first.notification.subject);
  return {
    title: `${countText(parts.length)} notifications in one: ${sorted[0]?.message.title ?? first.message.title}`,
    sentences: [...named, ...(more > 0 ? [`And ${countText(more)} more, behind the link.`] : [])],
    link: isOne ? first.message.link : { text: "See all of them", url: `${base}/needs-you` },
    acts: isOne ? first.message.acts : [],
    at: Math.min(...parts.map(({ message }) => message.at)),
    labels: isOne ? first.message.labels : {},
  };
}

/** The most pressing one, of which the whole has its event and urgency. */
export function leadOf(parts: readonly [BundlePart, ...BundlePart[]]): BundlePart {
  return parts.reduce((lead, part) => (placeOf(part.notification) < placeOf(lead.notification) ? part : lead));
}

const PLACES: Readonly<Record<string, number>> = { page: 0, asked: 1, ticket: 2, update: 3, handoff: 4, ended: 5 };

function placeOf({ event }: BundlePart["notification"]): number {
  return PLACES[event] ?? 9;
}
