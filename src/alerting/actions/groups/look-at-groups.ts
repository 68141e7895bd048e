import type { Tx } from "#storage";
import { decideGroup, type GroupEntryText } from "../../model/groups/decide-group.ts";
import type { Group } from "../../model/groups/group.ts";
import type { GroupMember, MutableMember } from "../../model/groups/group-member.ts";
import { alertsText, groupTitle } from "../../model/groups/words.ts";
import { addEntries } from "../../store/group-entries.ts";
import { markMembers, membersToDecide } from "../../store/group-members.ts";
import { lookAgainAt, openGroups, updateGroup } from "../../store/groups.ts";
import { type Circumstances, muteOf } from "./circumstances.ts";
import type { GroupPorts } from "./group-ports.ts";
import { joinGroups, type Joined } from "./join-groups.ts";
import { reroute } from "./reroute.ts";
import { tellGroup } from "./tell-group.ts";

/** Groups that one transaction looks at: a write of a moment, so that others come to theirs. The rest is due at once. */
export const GROUPS_AT_ONCE = 200;
/** Groups lead to other groups (routes changed, an end leaves what is unheard): so often at most in one transaction. */
const ROUNDS_MAX = 3;

/** Groups to look at, with the instant for which that was planned; undefined: now, as something changed. */
export type Looks = ReadonlyMap<string, number | undefined>;

/** Looks at groups: tells what is due, plans what is next, and writes both down. */
export async function lookAtGroups(
  tx: Tx,
  { looks, joined }: { readonly looks: Looks; readonly joined: Joined },
  ports: GroupPorts & { readonly around: Circumstances },
): Promise<void> {
  let next: Looks = looks;
  let came = joined;
  for (let round = 1; next.size > 0; round++) {
    const ids = [...next.keys()];
    const now = round > ROUNDS_MAX ? [] : ids.slice(0, GROUPS_AT_ONCE);
    await lookAgainAt(tx, ids.slice(now.length), ports.now);
    const groups = await openGroups(tx, now);
    const members = Map.groupBy(await membersToDecide(tx, now), ({ group }) => group);
    const left: GroupMember[] = [];
    for (const group of groups.toSorted(pagesFirst)) {
      const since = next.get(group.id) ?? ports.now;
      const look = { group, members: members.get(group.id) ?? [], since, joined: came.get(group.id) };
      left.push(...(await lookAtGroup(tx, look, ports)));
    }
    if (left.length === 0) return;
    came = await joinGroups(
      tx,
      left.map((member) => ({ ...member, id: member.alert })),
      ports,
    );
    next = new Map([...came.keys()].map((id) => [id, undefined]));
  }
}

function idsOf(members: readonly GroupMember[]): string[] {
  return members.map(({ alert }) => alert);
}

interface Look {
  readonly group: Group;
  readonly members: readonly GroupMember[];
  readonly since: number;
  readonly joined: { readonly came: number; readonly since: number; readonly isNew: boolean } | undefined;
}

/** Gives the alerts that are to join other groups. */
async function lookAtGroup(
  tx: Tx,
  { group: before, members, since, joined }: Look,
  ports: GroupPorts & { readonly around: Circumstances },
): Promise<readonly GroupMember[]> {
  const { now, around } = ports;
  const rerouted = await reroute(tx, { group: before, members }, around);
  const muted = rerouted.members.map((member): MutableMember => ({
    ...member,
    mute: muteOf(member, before.key, around),
  }));
  const group = { ...rerouted.group, since: Math.min(rerouted.group.since, joined?.since ?? Number.POSITIVE_INFINITY) };
  const decision = decideGroup({ group, members: muted, now, since });
  const { notice } = decision;
  const title = groupTitle(
    muted.filter(({ endedAt }) => endedAt === null),
    group,
  );
  const entries: GroupEntryText[] = [
    ...(joined === undefined || joined.isNew ? [] : [cameEntry(joined.came)]),
    ...rerouted.entries,
    ...decision.entries,
  ];
  const after: Group = { ...decision.group, title, entries: before.entries + entries.length };
  await updateGroup(tx, after);
  await addEntries(
    tx,
    entries.map(({ what, why }, at) => ({ group_id: group.id, seq: before.entries + at + 1, at: now, what, why })),
  );
  if (notice !== null) {
    await markMembers(tx, { group: group.id, alerts: idsOf(notice.came), told: "firing" }, now);
    await markMembers(tx, { group: group.id, alerts: idsOf(notice.ended), told: "ended" }, now);
    await tellGroup(tx, { group: after, notice }, ports);
  }
  return [...rerouted.left, ...decision.left];
}

function cameEntry(count: number): GroupEntryText {
  return { what: "came", why: `${alertsText(count)} came.` };
}

function pagesFirst(a: Group, b: Group): number {
  if (a.urgency !== b.urgency) return a.urgency === "page" ? -1 : 1;
  return Number(a.toldAt !== null) - Number(b.toldAt !== null);
}
