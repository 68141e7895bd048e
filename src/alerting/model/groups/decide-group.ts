import { nextNotice } from "../routing/next-notice.ts";
import type { DecidedNotice } from "./decided-notice.ts";
import type { Group, GroupWhy, PlannedNotice } from "./group.ts";
import type { MutableMember } from "./group-member.ts";
import type { Mute } from "./mute.ts";
import { mutedText, overText, toldText, unheardText } from "./words.ts";

/** What is looked at. */
export interface GroupFacts {
  readonly group: Group;
  /** Those that fire, and those that were told of as firing and not of as over. */
  readonly members: readonly MutableMember[];
  readonly now: number;
  /** When what changed since the last look did: `now`, or the instant for which this look was planned. */
  readonly since: number;
}

/** What one look at a group came to. */
export interface GroupDecision {
  readonly group: Group;
  readonly notice: DecidedNotice | null;
  /** For the group's story, in order. */
  readonly entries: readonly GroupEntryText[];
  /** Those that still fire, unheard, when the group is over: they are another group's. */
  readonly left: readonly MutableMember[];
}

/** One thing that was decided of a group, in words. */
export interface GroupEntryText {
  readonly what: "opened" | "came" | "muted" | "unmuted" | "told" | "ended" | "rerouted" | "unheard";
  readonly why: string;
}

/**
 * Decides what is told of a group now, why, and when to look again.
 * - Nobody is told of what is muted. When a mute ends, its alerts are news as of then.
 * - Whoever was told that it fires is told that it is over, whatever mutes it then.
 * - What was over before anybody was told is nobody's news, and neither is an alert that came and went between notices.
 * - After a pause one notice is due, not all that were missed.
 */
export function decideGroup({ group, members, now, since }: GroupFacts): GroupDecision {
  const seen = sorted(members);
  const toldFiring = seen.firing.some(({ toldAt }) => toldAt !== null);
  if (group.toldAt === null) {
    return seen.firing.length === 0 ? unheard(group, now) : open({ group, seen, now, since });
  }
  if (!toldFiring && seen.came.length === 0) return over({ group, seen, now, since });
  return group.reroutedAt === null ? open({ group, seen, now, since }) : waiting(group, seen);
}

interface Seen {
  readonly firing: readonly MutableMember[];
  readonly audible: readonly MutableMember[];
  readonly muted: readonly MutableMember[];
  readonly came: readonly MutableMember[];
  readonly ended: readonly MutableMember[];
}

interface Looked {
  readonly group: Group;
  readonly seen: Seen;
  readonly now: number;
  readonly since: number;
}

function sorted(members: readonly MutableMember[]): Seen {
  const firing = members.filter(({ endedAt }) => endedAt === null);
  const audible = firing.filter(({ mute }) => mute === null);
  return {
    firing,
    audible,
    muted: firing.filter(({ mute }) => mute !== null),
    came: audible.filter(({ toldAt }) => toldAt === null),
    ended: members.filter(
      ({ endedAt, toldAt, endToldAt }) => endedAt !== null && toldAt !== null && endToldAt === null,
    ),
  };
}

/** It fires: what is due is told, else the next notice is planned. */
function open({ group, seen, now, since }: Looked): GroupDecision {
  const { audible, came, ended, muted } = seen;
  const isChanged = group.toldAt !== null && came.length + ended.length > 0;
  const changedAt = isChanged ? (group.changedAt ?? since) : null;
  const audibleAt = audible.length === 0 ? null : (group.audibleAt ?? since);
  const counted = { ...group, audibleAt, changedAt, firing: seen.firing.length, muted: muted.length };
  const mutes = mutesOf(muted);
  const entries = muteEntries(group, { ...counted, why: { ...group.why, mutes } });
  const planned = audibleAt === null ? null : plannedOf(counted, audibleAt);
  if (planned === null || planned.at > now) {
    return { group: looked(counted, planned, mutes), notice: null, entries, left: [] };
  }
  const told = { ...counted, toldAt: now, changedAt: null };
  const next = plannedOf(told, now);
  const notice: DecidedNotice = { reason: planned.reason, due: planned.at, firing: audible, came, ended };
  const said: GroupEntryText = { what: "told", why: toldText(notice, group.receiver) };
  return { group: looked(told, next, mutes), notice, entries: [...entries, said], left: [] };
}

/** Nothing that was told of fires any more: its end is told, at the latest when an update would be. */
function over({ group, seen, now, since }: Looked): GroupDecision {
  const changedAt = group.changedAt ?? since;
  const at = Math.max(changedAt, (group.toldAt ?? since) + Math.min(group.updateMs, group.repeatMs));
  const counted = { ...group, changedAt, firing: seen.firing.length, muted: seen.muted.length };
  if (at > now) {
    const planned: PlannedNotice = { at, reason: "ended" };
    return { group: looked(counted, planned, mutesOf(seen.muted)), notice: null, entries: [], left: [] };
  }
  const notice: DecidedNotice = { reason: "ended", due: at, firing: [], came: [], ended: seen.ended };
  const why: GroupWhy = { closing: overText(now), next: null, mutes: [] };
  const closed = { ...counted, firing: 0, muted: 0, toldAt: now, endedAt: now, nextLookAt: null, why };
  return {
    group: closed,
    notice,
    entries: [{ what: "ended", why: toldText(notice, group.receiver) }],
    left: seen.firing,
  };
}

/** Over before anybody was told. */
function unheard(group: Group, now: number): GroupDecision {
  const text = unheardText(group);
  const why: GroupWhy = { closing: text, next: null, mutes: [] };
  const closed = { ...group, firing: 0, muted: 0, audibleAt: null, endedAt: now, nextLookAt: null, why };
  return { group: closed, notice: null, entries: [{ what: "unheard", why: text }], left: [] };
}

/** Its alerts are told elsewhere; nothing is due before they are over. */
function waiting(group: Group, { firing }: Seen): GroupDecision {
  return {
    group: {
      ...group,
      firing: firing.length,
      muted: 0,
      nextLookAt: null,
      why: { ...group.why, next: null, mutes: [] },
    },
    notice: null,
    entries: [],
    left: [],
  };
}

function plannedOf(group: Group, audibleAt: number): PlannedNotice | null {
  const next = nextNotice({ ...group, firing: true }, group, 0);
  return next === null ? null : { at: Math.max(next.at, audibleAt), reason: next.reason };
}

function looked(group: Group, planned: PlannedNotice | null, mutes: GroupWhy["mutes"]): Group {
  const instants = [planned?.at, ...mutes.map(({ until }) => until)].filter((at) => typeof at === "number");
  const nextLookAt = instants.length === 0 ? null : Math.min(...instants);
  return { ...group, nextLookAt, why: { closing: null, next: planned, mutes } };
}

function mutesOf(muted: readonly MutableMember[]): GroupWhy["mutes"] {
  const mutes = muted.flatMap(({ mute }): Mute[] => (mute === null ? [] : [mute]));
  const same = Map.groupBy(mutes, ({ by, of, text }) => JSON.stringify([by, of, text]));
  return [...same.values()].flatMap(([mute, ...more]) =>
    mute === undefined ? [] : [{ ...mute, alerts: more.length + 1 }],
  );
}

function muteEntries(before: Group, after: Group): GroupEntryText[] {
  if (after.muted > 0 && (before.muted === 0 || JSON.stringify(namesOf(before)) !== JSON.stringify(namesOf(after)))) {
    return [{ what: "muted", why: mutedText(after.why.mutes) }];
  }
  if (before.muted === 0 || after.muted > 0) return [];
  return [{ what: "unmuted", why: "Nothing mutes its alerts any more." }];
}

function namesOf({ why }: Group): string[] {
  return why.mutes.map(({ by, text }) => `${by} ${text}`);
}
