import { page, parseInput } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { z } from "zod";
import { addressField, kindField, kindSchema } from "../contract.ts";
import type { Channel, ChannelSetting } from "../channels/channel.ts";
import { CHANNEL_FORMS } from "../model/channel-forms.ts";
import type { ChannelKind } from "../model/channel-kind.ts";
import { deleteSetting, everySetting, storeSetting } from "../store/channels.ts";
import { availableKinds, type NotificationParts, settingAbout } from "./notification-parts.ts";

const byKind = z.strictObject({ kind: kindField });

/** Kinds of ways, and what the house sets for each. */
export function kindActions(parts: NotificationParts): Record<"list" | "put" | "remove", Action> {
  const list = readAction({
    name: "channel-kind.list",
    may: "signed-in",
    input: z.strictObject({}),
    output: page(kindSchema),
    run: async (_input, { read }) => ({ items: await kindViews(read, parts), next: null }),
  });
  const put = changeAction({
    name: "channel-kind.put",
    may: "channel:write",
    input: byKind.extend({ setting: addressField }),
    output: kindSchema,
    run: async ({ kind, setting: given }, { tx, now }) => {
      const setting = writtenSetting(parts, kind);
      const { setting: parsed } = parseInput(z.object({ setting: setting.schema }), { setting: given });
      const before = (await everySetting(tx)).find((one) => one.kind === kind);
      await storeSetting(tx, {
        kind,
        sealed: parts.seal.close(JSON.stringify(parsed), settingAbout(kind)),
        shown: setting.shown(parsed as never),
        changed_at: now,
        revision: (before?.revision ?? 0) + 1,
      });
      return await kindView(tx, kind, parts);
    },
    audit: ({ kind }, { setting }) => ({ subject: `channel-kind:${kind}`, facts: { setting } }),
  });
  const remove = changeAction({
    name: "channel-kind.delete-setting",
    may: "channel:write",
    input: byKind,
    output: kindSchema,
    run: async ({ kind }, { tx }) => {
      writtenSetting(parts, kind);
      await deleteSetting(tx, kind);
      return await kindView(tx, kind, parts);
    },
    audit: ({ kind }) => ({ subject: `channel-kind:${kind}` }),
  });
  return { list, put, remove };
}

async function kindViews(read: Reader, parts: NotificationParts): Promise<z.input<typeof kindSchema>[]> {
  const available = await availableKinds(read, parts);
  const shown = new Map((await everySetting(read)).map((row) => [row.kind, row.shown]));
  return [...parts.channels.values()].map(({ kind, title, proves, breaksThrough, for: whose, setting }) => ({
    kind,
    title,
    proves,
    breaksThrough,
    for: [...whose],
    available: available.has(kind),
    setting: shown.get(kind) ?? null,
    needs: needsOf(setting),
    form: formOf(kind),
  }));
}

async function kindView(read: Reader, kind: string, parts: NotificationParts): Promise<z.input<typeof kindSchema>> {
  const view = (await kindViews(read, parts)).find((one) => one.kind === kind);
  if (view === undefined) throw noSetting(kind);
  return view;
}

function formOf(kind: ChannelKind): z.input<typeof kindSchema>["form"] {
  const { address, setting, fixed } = CHANNEL_FORMS[kind];
  return { address: [...address], setting: [...setting], ...(fixed === undefined ? {} : { fixed: { ...fixed } }) };
}

function needsOf(setting: Channel["setting"]): "none" | "made" | "written" {
  if (setting === undefined) return "none";
  return setting.made === undefined ? "written" : "made";
}

function writtenSetting({ channels }: NotificationParts, kind: z.output<typeof kindField>): ChannelSetting {
  const setting = channels.get(kind)?.setting;
  if (setting === undefined || setting.made !== undefined) throw noSetting(kind);
  return setting;
}

function noSetting(kind: string): Refusal {
  return new Refusal(
    "not-found",
    "channel-kind.no-setting",
    `Nothing is to be set for ${kind}: it needs nothing, or the server makes it itself. GET /api/v1/channel-kinds lists what needs something.`,
  );
}
