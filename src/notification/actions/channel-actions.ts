import { page, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { z } from "zod";
import {
  addressField,
  channelName,
  channelSchema,
  kindField,
  notificationSchema,
  orderedTestSchema,
  savedChannelSchema,
  titleField,
} from "../contract.ts";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { HouseChannel } from "../model/house-channel.ts";
import { testMessage } from "../model/verify-message.ts";
import { deleteChannel, everyChannel, findChannel } from "../store/channels.ts";
import { availableKinds, type NotificationParts } from "./notification-parts.ts";
import { orderMessage } from "./order-message.ts";
import { notificationsInput, notificationsPage } from "./own-notification-actions.ts";
import { saveChannel } from "./save-channel.ts";

const byName = z.strictObject({ name: channelName });

/** What is done with channels of the house. */
export function channelActions(
  parts: NotificationParts,
): Record<"list" | "get" | "put" | "remove" | "test" | "notifications", Action> {
  return { ...channelReads(parts), put: putChannel(parts), remove, test: testChannel(parts) };
}

function channelReads(parts: NotificationParts): Record<"list" | "get" | "notifications", Action> {
  const list = readAction({
    name: "channel.list",
    may: "channel:read",
    input: z.strictObject({}),
    output: page(channelSchema),
    run: async (_input, { read }) => {
      const available = await availableKinds(read, parts);
      return { items: (await everyChannel(read)).map((one) => channelView(one, available, parts)), next: null };
    },
  });
  const get = readAction({
    name: "channel.get",
    may: "channel:read",
    input: byName,
    output: channelSchema,
    run: async ({ name }, { read }) =>
      channelView(await existingChannel(read, name), await availableKinds(read, parts), parts),
  });
  const notifications = readAction({
    name: "channel.notifications",
    may: "channel:read",
    input: byName.extend(notificationsInput),
    output: page(notificationSchema),
    run: async ({ name, ...input }, { read }) => {
      await existingChannel(read, name);
      return await notificationsPage(read, { kind: "channel", name }, input);
    },
  });
  return { list, get, notifications };
}

function putChannel(parts: NotificationParts): Action {
  return changeAction({
    name: "channel.put",
    may: "channel:write",
    input: byName.extend({ kind: kindField, title: titleField.default(""), address: addressField.optional() }),
    output: savedChannelSchema,
    run: async ({ name, kind, title, address }, { tx, now, call }) => {
      const before = await findChannel(tx, "name", name);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managedBy ?? null, `channel ${name}`);
      const saved = await saveChannel(tx, { name, kind, title, address }, { ...parts, now, managedBy: null });
      const view = channelView(saved.channel, await availableKinds(tx, parts), parts);
      return { ...view, secret: saved.secret };
    },
    audit: ({ name }, { kind, address, revision }) => ({
      subject: `channel:${name}`,
      facts: { kind, address, revision },
    }),
  });
}

const remove = changeAction({
  name: "channel.delete",
  may: "channel:write",
  input: byName,
  output: z.void(),
  run: async ({ name }, { tx, call }) => {
    const channel = await existingChannel(tx, name);
    refuseStale(call.precondition, channel.revision);
    refuseManaged(channel.managedBy, `channel ${name}`);
    await deleteChannel(tx, name);
  },
  audit: ({ name }) => ({ subject: `channel:${name}` }),
});

/** Orders one message; the list of the channel's notifications says what became of it. */
function testChannel(parts: NotificationParts): Action {
  return changeAction({
    name: "channel.test",
    may: "channel:write",
    input: byName,
    output: orderedTestSchema,
    run: async ({ name }, { tx, by, now, nextId }) => {
      const address = await existingChannel(tx, name);
      const message = testMessage({ base: parts.base, at: now, by: by.name, path: "/settings/channels" });
      const [subject, to] = [nextId("tst"), { kind: "channel", name } as const];
      const order = { subject, key: "test", to, event: "test", urgency: "ticket", message, address } as const;
      await orderMessage(tx, { ...order, dueAt: now, because: null }, parts);
      return { subject, ordered: 1 };
    },
    audit: ({ name }, { subject }) => ({ subject: `channel:${name}`, facts: { test: subject } }),
  });
}

function channelView(
  channel: HouseChannel,
  available: ReadonlySet<ChannelKind>,
  { channels }: NotificationParts,
): z.input<typeof channelSchema> {
  const { name, kind, title, shown, createdAt, failingSince, failure, revision, managedBy } = channel;
  return {
    name,
    kind,
    kindTitle: channels.get(kind)?.title ?? kind,
    title,
    address: shown,
    createdAt: isoText(createdAt),
    failingSince: isoTextOrNull(failingSince),
    failure,
    available: available.has(kind),
    revision,
    managedBy,
  };
}

async function existingChannel(read: Reader, name: string): Promise<HouseChannel> {
  const channel = await findChannel(read, "name", name);
  if (channel !== undefined) return channel;
  throw new Refusal(
    "not-found",
    "channel.not-found",
    `There is no channel "${name}". GET /api/v1/channels lists them.`,
    {
      channel: name,
    },
  );
}
