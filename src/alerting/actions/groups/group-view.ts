import type { z } from "zod";
import { isoTextOrNull, wireValue } from "#kernel";
import type { groupSchema } from "../../contract/groups/contract.ts";
import type { Group } from "../../model/groups/group.ts";
import type { Mute } from "../../model/groups/mute.ts";
import { groupText } from "../../model/groups/words.ts";
import { shortDurationText } from "../../model/routing/short-duration.ts";

/** A group as the world sees it. */
export type GroupView = z.input<typeof groupSchema>;

/** The view of a group; `base` is how people reach the console. */
export function groupView(group: Group, base: string): GroupView {
  const { id, title, urgency, receiver, labels, route, since, beganAt, toldAt, endedAt, firing, muted, why } = group;
  return wireValue({
    id,
    title,
    urgency,
    state: stateOf(group),
    policy: receiver,
    labels,
    route,
    wait: shortDurationText(group.waitMs),
    update: shortDurationText(group.updateMs),
    repeat: shortDurationText(group.repeatMs),
    since: isoTextOrNull(since),
    beganAt,
    toldAt,
    endedAt,
    firing,
    muted,
    text: groupText(group),
    next: why.next,
    mutes: why.mutes.map((mute) => ({ ...muteView(mute), alerts: mute.alerts })),
    url: `${base}/groups/${id}`,
  }) as GroupView;
}

/** What mutes, as the world sees it. */
export function muteView({ by, text, until, of }: Mute): Omit<GroupView["mutes"][number], "alerts"> {
  return { by, text, until: isoTextOrNull(until), of };
}

function stateOf({ endedAt, firing, muted }: Group): GroupView["state"] {
  if (endedAt !== null) return "ended";
  if (firing === 0) return "over";
  return muted === firing ? "muted" : "firing";
}
