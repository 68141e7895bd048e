import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { type Action, readAction } from "#identity";
import { Refusal, wireValue } from "#kernel";
import type { Reader } from "#storage";
import { groupDetailSchema, groupSchema } from "../../contract/groups/contract.ts";
import { alertView, type Shown } from "../../model/alert-view.ts";
import { alertsOf } from "../../store/alerts.ts";
import { entriesOf } from "../../store/group-entries.ts";
import { membersOf } from "../../store/group-members.ts";
import { findGroup, listGroups } from "../../store/groups.ts";
import { groupView } from "./group-view.ts";

const LIST = "groups";
const place = z.tuple([z.number(), z.string()]);
const ALERTS_SHOWN = 100;
const ENTRIES_SHOWN = 200;

/** What is asked about groups of alerts. */
export function groupActions(shown: Shown): Record<"list" | "get", Action> {
  return { list: listAction(shown), get: getAction(shown) };
}

function listAction({ base }: Shown): Action {
  return readAction({
    name: "group.list",
    may: "alert:read",
    input: z.strictObject({
      state: z.enum(["firing", "muted", "ended"]).optional(),
      api: z.string().optional(),
      urgency: groupSchema.shape.urgency.optional(),
      ...pageInput,
    }),
    output: page(groupSchema),
    run: async ({ limit, cursor, ...filter }, { read }) => {
      const [beganAt, id] = readCursor(LIST, cursor, place) ?? [];
      const after = beganAt === undefined || id === undefined ? undefined : { beganAt, id };
      const found = await listGroups(read, filter, { limit: limit + 1, after });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = last === undefined || found.length <= limit ? null : cursorOf(LIST, [last.beganAt, last.id]);
      return { items: items.map((group) => groupView(group, base)), next };
    },
  });
}

function getAction(shown: Shown): Action {
  return readAction({
    name: "group.get",
    may: "alert:read",
    input: z.strictObject({ id: z.string() }),
    output: groupDetailSchema,
    run: async ({ id }, { read }) => {
      const group = await findGroup(read, id);
      if (group === undefined) throw new Refusal("not-found", "group.not-found", "There is no such group of alerts.");
      return {
        ...groupView(group, shown.base),
        alerts: await alertsShown(read, id, shown),
        entries: await entriesShown(read, id),
      };
    },
  });
}

/** The story of a group, the newest first. */
export async function entriesShown(read: Reader, group: string): Promise<EntryView[]> {
  const entries = await entriesOf(read, group, ENTRIES_SHOWN);
  return entries.map(({ at, what, why }) => wireValue({ at, what, text: why }) as EntryView);
}

type Detail = z.input<typeof groupDetailSchema>;
type EntryView = Detail["entries"][number];

async function alertsShown(read: Reader, group: string, shown: Shown): Promise<Detail["alerts"]> {
  const members = await membersOf(read, group, ALERTS_SHOWN);
  const alerts = await alertsOf(
    read,
    members.map(({ alert }) => alert),
  );
  const byId = new Map(alerts.map((alert) => [alert.id, alertView(alert, shown)]));
  return members.flatMap(({ alert, toldAt, endToldAt }) => {
    const view = byId.get(alert);
    if (view === undefined) return [];
    const { id, api, objective, client = null, urgency, firedAt, endedAt, sentence, url } = view;
    const told = wireValue({ toldAt, endToldAt }) as Pick<Detail["alerts"][number], "toldAt" | "endToldAt">;
    return [{ id, api, objective, client, urgency, firedAt, endedAt, sentence, url, ...told }];
  });
}
