import type { KeyRow } from "./rows.ts";

/** How a key stands: `live`, or why it is not. */
export type KeyState = "live" | "expired" | "revoked";

/** Live keys of one client in one environment: two, so that a new one can be brought out while the old one still works. */
export const LIVE_KEYS_MAX = 2;

/** How a key stands at `now`, epoch ms. One that was revoked stays so. */
export function keyStateOf(key: Pick<KeyRow, "revoked_at" | "expires_at">, now: number): KeyState {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && key.expires_at <= now ? "expired" : "live";
}

/** When the old key ends after it was replaced: after the overlap, unless it would have ended before. */
export function endOfReplaced(expiresAt: number | null, now: number, overlapMs: number): number {
  return Math.min(expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs);
}
