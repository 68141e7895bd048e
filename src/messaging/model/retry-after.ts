import { SECOND_MS } from "#kernel";

/** The form of HTTP dates that senders must write (RFC 9110, 5.6.7); the two old ones are not read. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** What a receiver may ask for at most. */
const SECONDS_MAX = 365 * 86_400;

/**
 * How long a `Retry-After` asks to wait at `now`, in ms: a number of seconds or a date (RFC 9110, 10.2.3). 0 for a
 * date that is past; undefined for anything else, as if the header were not there.
 */
export function parseRetryAfter(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d{1,9}$/.test(trimmed)) return Math.min(Number(trimmed), SECONDS_MAX) * SECOND_MS;
  if (!IMF_FIXDATE.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), SECONDS_MAX * SECOND_MS);
}
