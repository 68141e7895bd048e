import type { Tx } from "#storage";
import type { GroupEntryText } from "../../model/groups/decide-group.ts";
import type { Group } from "../../model/groups/group.ts";
import type { GroupMember } from "../../model/groups/group-member.ts";
import { removeMembers } from "../../store/group-members.ts";
import type { Circumstances } from "./circumstances.ts";
import { routesByKey } from "./join-groups.ts";

interface Rerouted {
  readonly group: Group;
  readonly members: readonly GroupMember[];
  /** Alerts that belong to other groups now, or to others too. */
  readonly left: readonly GroupMember[];
  readonly entries: readonly GroupEntryText[];
}

/**
 * Brings a group that was made by an earlier routing under the present one. Alerts that go elsewhere leave it; those of
 * which it told stay until their end was told, which is a debt that no change of routes cancels. One that all leave takes
 * nothing any more.
 */
export async function reroute(
  tx: Tx,
  { group, members }: { readonly group: Group; readonly members: readonly GroupMember[] },
  around: Circumstances,
): Promise<Rerouted> {
  if (group.routingRevision === around.revision || group.reroutedAt !== null) {
    return { group, members, left: [], entries: [] };
  }
  const firing = members.filter(({ endedAt }) => endedAt === null);
  const routes = new Map(firing.map((member) => [member, routesByKey(member, around)]));
  const route = [...routes.values()].map((one) => one.get(group.key)).find((one) => one !== undefined);
  const gone = firing.filter((member) => routes.get(member)?.has(group.key) === false);
  const unheard = gone.filter(({ toldAt }) => toldAt === null);
  await removeMembers(
    tx,
    group.id,
    unheard.map(({ alert }) => alert),
  );
  const stays = members.filter((member) => !unheard.includes(member));
  const current = { ...group, routingRevision: around.revision };
  if (route === undefined && firing.length > 0) {
    const why = "The routes were changed: its alerts go elsewhere. Whoever was told hears of the end.";
    const after = { ...current, reroutedAt: around.now };
    return { group: after, members: stays, left: firing, entries: [{ what: "rerouted", why }] };
  }
  const { waitMs, updateMs, repeatMs, why } = route ?? { ...group, why: group.route };
  return { group: { ...current, waitMs, updateMs, repeatMs, route: why }, members: stays, left: firing, entries: [] };
}
