import type { ChannelKind } from "./channel-kind.ts";

/** What is wrong with a text whose key is gone. */
export const UNREADABLE =
  "what it says or where it goes cannot be read any more: the key that sealed it is not the one in the data directory";

/** Why a message is not tried any more. */
export function gaveUpText(days: number, lastError: string | null): string {
  return `given up after ${days} days${lastError === null ? "" : `; the last attempt: ${lastError}`}`;
}

/** Why the next way is used. */
export function failOverText({
  kind,
  attempts,
  reason,
}: {
  readonly kind: ChannelKind;
  readonly attempts: number;
  readonly reason: string;
}): string {
  return `${kind} did not get through ${attempts === 1 ? "once" : `${attempts} times`}: ${reason}`;
}

/** "answered 503 (Retry-After 5): …" without what was said; other reasons are ours, and stay. */
export function statusOnly(reason: string): string {
  return /^answered \d{3}(?: \([^()]{0,80}\))?(?=:)/.exec(reason)?.[0] ?? reason;
}
