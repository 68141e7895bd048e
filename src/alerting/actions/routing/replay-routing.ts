import { z } from "zod";
import { type Action, readAction } from "#identity";
import { DAY_MS, isoText } from "#kernel";
import { routingReplaySchema, routingTextField } from "../../contract/routing/contract.ts";
import { readRoutingFile } from "../../grammar/read-routing-file.ts";
import type { StoredAlert } from "../../model/alert.ts";
import { type PastAlert, type ReplayedGroups, replayGroups } from "../../model/replay/replay-groups.ts";
import { replayText } from "../../model/replay/words.ts";
import { listAlerts } from "../../store/alerts.ts";
import { BUILT_IN_ROUTING, ROUTING_NAME, type RoutingMemo } from "../groups/routing-memo.ts";
import { theRouting } from "./save-routing.ts";

const DAYS_MAX = 90;
const ALERTS_MAX = 5_000;
const LOST_SHOWN = 50;

/** Plays the alerts of the last days through the saved routes and through a draft, and says what would be otherwise. */
export function replayRouting(routing: RoutingMemo): Action {
  return readAction({
    name: "routing.replay",
    may: "routing:read",
    input: z.strictObject({ text: routingTextField, days: z.number().int().min(1).max(DAYS_MAX).default(DAYS_MAX) }),
    output: routingReplaySchema,
    run: async ({ text, days }, { read, now }) => {
      const draft = readRoutingFile(text === "" ? BUILT_IN_ROUTING : text, ROUTING_NAME);
      const from = now - days * DAY_MS;
      const found = await listAlerts(read, { from }, { limit: ALERTS_MAX + 1, after: undefined });
      const alerts = found.slice(0, ALERTS_MAX).flatMap(pastAlert).toReversed();
      const saved = replayGroups(alerts, routing.of((await theRouting(read)).text), now);
      const drafted = replayGroups(alerts, draft, now);
      const lost = alerts.filter(({ id }) => saved.paged.has(id) && !drafted.paged.has(id)).toReversed();
      return {
        from: isoText(found.length > ALERTS_MAX ? (alerts[0]?.firedAt ?? from) : from),
        to: isoText(now),
        alerts: alerts.length,
        isCut: found.length > ALERTS_MAX,
        text: replayText({ saved, drafted, lost: lost.length, days }),
        now: countsOf(saved),
        draft: countsOf(drafted),
        lost: lost.slice(0, LOST_SHOWN).map(({ id, objective, labels, firedAt }) => ({
          id,
          title: labels["alertname"] ?? objective,
          firedAt: isoText(firedAt),
        })),
        lostCount: lost.length,
      };
    },
  });
}

/** What was muted by the engine all along is nobody's news by any routes. */
function pastAlert({ toldAt, ...alert }: StoredAlert): PastAlert[] {
  return toldAt === null ? [] : [{ ...alert, toldAt }];
}

function countsOf({ pages, tickets, notices, byPolicy }: ReplayedGroups): z.input<typeof routingReplaySchema>["now"] {
  return { pages, tickets, notices, policies: [...byPolicy].map(([policy, counts]) => ({ policy, ...counts })) };
}
