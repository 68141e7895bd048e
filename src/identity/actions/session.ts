import { hash } from "node:crypto";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";

/** A session that nobody uses ends. */
export const SESSION_IDLE_MS = 24 * HOUR_MS;
/** And each ends, used or not. */
export const SESSION_MS = 14 * DAY_MS;
/** A session's last use is stored at most this often. */
export const SEEN_COARSE_MS = 5 * MINUTE_MS;

/** Whether a session can still be used at `now`; both ends are exclusive. */
export function isLive(session: { seen_at: number; expires_at: number }, now: number): boolean {
  return now < session.expires_at && now < session.seen_at + SESSION_IDLE_MS;
}

/**
 * The CSRF token of a session: derived, so that there is nothing to store and it changes with the session. A foreign page
 * can neither read the cookie nor the answer that shows it.
 */
export function csrfOf(sessionToken: string): string {
  return hash("sha256", `csrf ${sessionToken}`, "base64url");
}
