import type { Urgency } from "#objectives";
import type { Mute } from "./mute.ts";

/** What a group is told of next, and why then. */
export interface PlannedNotice {
  /** Epoch ms. */
  readonly at: number;
  readonly reason: "first" | "changed" | "unchanged" | "ended";
}

/** What was decided of a group when it was last looked at. */
export interface GroupWhy {
  /** How it came to an end, in words; null: it did not. */
  readonly closing: string | null;
  /** Null: nobody is told by itself; it is muted, or over. */
  readonly next: PlannedNotice | null;
  /** What mutes alerts of it, each with how many. */
  readonly mutes: readonly (Mute & { readonly alerts: number })[];
}

/**
 * Alerts that are told together: of one receiver, one urgency and the same values of the labels by which their route
 * groups. One group is told as first once: what fires again after its end was told is another one. Instants are epoch ms.
 */
export interface Group {
  /** `grp_…` */
  readonly id: string;
  /** See `groupKey`; of the groups that are neither over nor left by their routes no two have the same. */
  readonly key: string;
  /** The escalation policy. */
  readonly receiver: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The matchers that decided, and where they are written. */
  readonly route: string;
  readonly waitMs: number;
  readonly updateMs: number;
  readonly repeatMs: number;
  /** By which routing it was grouped. */
  readonly routingRevision: number;
  /** When its earliest alert fired. */
  readonly since: number;
  /** When its first alert came. */
  readonly beganAt: number;
  /** From when on an alert of it fires that nothing mutes; null: none does. */
  readonly audibleAt: number | null;
  readonly toldAt: number | null;
  /** The first change since it was last told. */
  readonly changedAt: number | null;
  readonly endedAt: number | null;
  /** Since when its alerts go elsewhere, as routes were changed: it only waits to tell of their end. */
  readonly reroutedAt: number | null;
  readonly urgency: Urgency;
  readonly title: string;
  /** Alerts of it that fire, and how many of them are muted. */
  readonly firing: number;
  readonly muted: number;
  /** When it is to be looked at again; null: not before an alert or a mute of it changes. */
  readonly nextLookAt: number | null;
  readonly why: GroupWhy;
  /** How many entries its story has. */
  readonly entries: number;
}
