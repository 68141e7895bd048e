import type { RouteOptions } from "./route.ts";

/** What is known of a group and its notices. Instants are epoch ms. */
export interface GroupNotices {
  /** When its first alert came. */
  readonly beganAt: number;
  /** When the last notice went out; null: none did. */
  readonly toldAt: number | null;
  /** The first change since then: an alert came or ended; null: it is as it was told. */
  readonly changedAt: number | null;
  /** Whether an alert of it fires. */
  readonly firing: boolean;
}

/** When a group is told of next, to be stored and shown. */
export interface NextNotice {
  readonly at: number;
  readonly reason: "first" | "changed" | "unchanged";
  /** Whether it is time, or was: then one notice goes out, however long ago that was. */
  readonly isDue: boolean;
}

type Intervals = Pick<RouteOptions, "waitMs" | "updateMs" | "repeatMs">;

/**
 * The next notice of a group; null when nothing is left to tell. The words mean just what they say: the first one comes
 * `wait` after the group began; one about a changed group when it changed, and not before `update` after the last one;
 * one about an unchanged group `repeat` after the last one, not rounded to anything. A group that changed is never told
 * of later than an unchanged one would be. What ended before anybody was told is nobody's news.
 */
export function nextNotice(group: GroupNotices, intervals: Intervals, now: number): NextNotice | null {
  const next = planned(group, intervals);
  return next === null ? null : { ...next, isDue: next.at <= now };
}

function planned(
  { beganAt, toldAt, changedAt, firing }: GroupNotices,
  { waitMs, updateMs, repeatMs }: Intervals,
): Pick<NextNotice, "at" | "reason"> | null {
  if (toldAt === null) return firing ? { at: beganAt + waitMs, reason: "first" } : null;
  if (changedAt === null) return firing ? { at: toldAt + repeatMs, reason: "unchanged" } : null;
  return { at: Math.max(changedAt, toldAt + Math.min(updateMs, repeatMs)), reason: "changed" };
}
