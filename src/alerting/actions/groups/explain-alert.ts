import { z } from "zod";
import { type Action, readAction } from "#identity";
import { isoTextOrNull, Refusal } from "#kernel";
import { alertExplanationSchema } from "../../contract/groups/contract.ts";
import type { StoredAlert } from "../../model/alert.ts";
import type { Shown } from "../../model/alert-view.ts";
import type { Group } from "../../model/groups/group.ts";
import type { GroupMember } from "../../model/groups/group-member.ts";
import { groupKey } from "../../model/groups/group-key.ts";
import { explanationText } from "../../model/groups/words.ts";
import { labelsOf } from "../../model/labels-of.ts";
import { alertRoutes } from "../../model/routing/alert-routes.ts";
import { findAlert } from "../../store/alerts.ts";
import { membershipsOf } from "../../store/group-members.ts";
import { findGroup } from "../../store/groups.ts";
import { routeView } from "../routing/route-view.ts";
import { circumstancesOf, muteOf } from "./circumstances.ts";
import { entriesShown } from "./group-actions.ts";
import { groupView, muteView } from "./group-view.ts";
import type { RoutingMemo } from "./routing-memo.ts";

/** Says why an alert did or did not page: its routes, its groups with their stories, and what mutes it. */
export function explainAlert({ base, routing }: Shown & { readonly routing: RoutingMemo }): Action {
  return readAction({
    name: "alert.explain",
    may: "alert:read",
    input: z.strictObject({ id: z.string() }),
    output: alertExplanationSchema,
    run: async ({ id }, { read, now }) => {
      const alert = await findAlert(read, id);
      if (alert === undefined) throw new Refusal("not-found", "alert.not-found", "There is no such alert.");
      const around = await circumstancesOf(read, { now, routing });
      const labels = labelsOf(alert);
      const routes = alertRoutes(around.routing.table, labels, now);
      const memberships = await membershipsOf(read, id);
      const groups: { group: Group; member: GroupMember }[] = [];
      for (const member of memberships) {
        const group = await findGroup(read, member.group);
        if (group !== undefined) groups.push({ group, member });
      }
      const key = groupKey(routes[0]?.receiver ?? "", alert.urgency, routes[0]?.group ?? new Map());
      const mute = alert.endedAt === null ? muteOf(asMember(alert), key, around) : null;
      const shown = groups.map(async ({ group, member }) => ({
        ...groupView(group, base),
        told: isoTextOrNull(member.toldAt),
        endTold: isoTextOrNull(member.endToldAt),
        entries: await entriesShown(read, group.id),
      }));
      return {
        alert: id,
        text: explanationText(alert, groups, mute),
        labels: Object.fromEntries(labels),
        routes: routes.map(routeView),
        mutes: mute === null ? [] : [muteView(mute)],
        groups: await Promise.all(shown),
      };
    },
  });
}

function asMember(alert: StoredAlert): GroupMember {
  const { id, toldAt: heardAt } = alert;
  return { ...alert, alert: id, group: "", heardAt, joinedAt: 0, toldAt: null, endToldAt: null };
}
