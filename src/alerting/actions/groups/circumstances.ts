import { ceilTo, MINUTE_MS } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { RoutingFile } from "../../grammar/routing-file.ts";
import { groupKey } from "../../model/groups/group-key.ts";
import type { GroupMember } from "../../model/groups/group-member.ts";
import type { Mute } from "../../model/groups/mute.ts";
import { engineMuteText } from "../../model/groups/words.ts";
import { labelsOf } from "../../model/labels-of.ts";
import { alertRoutes } from "../../model/routing/alert-routes.ts";
import { InhibitionIndex } from "../../model/routing/inhibition-index.ts";
import { inhibitionText } from "../../model/routing/words.ts";
import { type Silence, silencedBy } from "../../model/silences/silence.ts";
import { firingAlerts } from "../../store/group-members.ts";
import { findRouting } from "../../store/routing.ts";
import { silencesAt } from "../../store/silences.ts";
import type { GroupPorts } from "./group-ports.ts";

/** What decides of groups besides their alerts, as it is in one transaction. */
export interface Circumstances {
  readonly now: number;
  readonly routing: RoutingFile;
  readonly revision: number;
  readonly silences: readonly Silence[];
  readonly inhibitions: InhibitionIndex;
}

export async function circumstancesOf(
  tx: Reader | Tx,
  { now, routing }: Pick<GroupPorts, "now" | "routing">,
): Promise<Circumstances> {
  const written = await findRouting(tx);
  const file = routing.of(written?.text ?? "");
  const firing = file.inhibitRules.length === 0 ? [] : await firingAlerts(tx, "all");
  return {
    now,
    routing: file,
    revision: written?.revision ?? 0,
    silences: await silencesAt(tx, now),
    inhibitions: new InhibitionIndex(
      file.inhibitRules,
      firing.map((alert) => ({ id: alert.id, labels: labelsOf(alert) })),
    ),
  };
}

/** What mutes an alert of a group now; null: nothing. Of several the first: engine, times of the route, silences, rules. */
export function muteOf(member: GroupMember, key: string, around: Circumstances): Mute | null {
  const { now, silences, inhibitions } = around;
  if (member.heardAt === null) return { by: "engine", until: null, text: engineMuteText(member.mutedBy), of: null };
  const labels = labelsOf(member);
  const inhibited = inhibitions.mutes({ id: member.alert, labels });
  return (
    timesMute(member, key, around) ??
    silencedBy(silences, labels, now) ??
    (inhibited === null
      ? null
      : { by: "inhibition", until: null, text: inhibitionText(inhibited.rule), of: inhibited.source })
  );
}

/** Times hold by the minute: whether they still do is looked at when the next one begins. */
function timesMute(member: GroupMember, key: string, { routing, now }: Circumstances): Mute | null {
  if (routing.table.times.size === 0) return null;
  const routes = alertRoutes(routing.table, labelsOf(member), now);
  const own = routes.find(({ receiver, group }) => groupKey(receiver, member.urgency, group) === key);
  if (own?.mutedBy === undefined || own.mutedBy === null) return null;
  return { by: "times", until: ceilTo(now + 1, MINUTE_MS), text: own.mutedBy, of: null };
}
