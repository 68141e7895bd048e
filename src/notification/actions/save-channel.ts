import { isDeepStrictEqual } from "node:util";
import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { ChannelKind } from "../model/channel-kind.ts";
import { CHANNELS_MAX, type HouseChannel } from "../model/house-channel.ts";
import { deleteChannel, everyChannel, findChannel, storeChannel } from "../store/channels.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { openAddress, sealAddress } from "./sealed-address.ts";

/** A channel of the house as somebody says it, whole. */
export interface WrittenChannel {
  readonly name: string;
  readonly kind: ChannelKind;
  /** Empty: its name. */
  readonly title: string;
  /** As the kind wants it; undefined: as it is, of one that is there. */
  readonly address: unknown;
}

/** What saving stands on; `managedBy`: the configuration text that owns it from now on. */
export interface ChannelSaving extends Pick<NotificationParts, "channels" | "seal" | "entropy" | "nextId"> {
  readonly now: number;
  readonly managedBy: string | null;
}

/** A channel that was saved, and a secret that was made for it just now; null: none was. */
export interface SavedChannel {
  readonly channel: HouseChannel;
  readonly secret: string | null;
}

/** Makes a channel, or makes it what is said. Refuses what another text owns, and more than 100. Saying the same again changes nothing. */
export async function saveChannel(
  tx: Tx,
  { name, kind, title, address: given }: WrittenChannel,
  saving: ChannelSaving,
): Promise<SavedChannel> {
  const { now, managedBy, nextId } = saving;
  const before = await findChannel(tx, "name", name);
  if (before !== undefined && before.managedBy !== managedBy) refuseManaged(before.managedBy, `channel ${name}`);
  if (before === undefined && (await everyChannel(tx)).length >= CHANNELS_MAX) throw tooMany();
  const id = before?.id ?? nextId("chn");
  const kept = before?.kind === kind ? openAddress(saving, before)?.given : undefined;
  const sealed = sealAddress(saving, { id, kind, given: given ?? kept, owner: "house" });
  const called = title === "" ? name : title;
  const isSameAddress = before !== undefined && kept !== undefined && isDeepStrictEqual(kept, sealed.given);
  if (isSameAddress && before.title === called && before.managedBy === managedBy) {
    return { channel: before, secret: null };
  }
  const place = isSameAddress
    ? { sealed: before.sealed, shown: before.shown, failingSince: before.failingSince, failure: before.failure }
    : { sealed: sealed.sealed, shown: sealed.shown, failingSince: null, failure: null };
  const channel: HouseChannel = {
    ...place,
    name,
    id,
    kind,
    title: called,
    createdAt: before?.createdAt ?? now,
    revision: (before?.revision ?? 0) + 1,
    managedBy,
  };
  await storeChannel(tx, channel);
  return { channel, secret: isSameAddress ? null : sealed.secret };
}

/** All channels, their addresses open as they were given: for whoever compares them with a text, and shows no secret. */
export async function allChannels(
  read: Reader,
  parts: Pick<NotificationParts, "seal">,
): Promise<readonly (WrittenChannel & { readonly managedBy: string | null; readonly revision: number })[]> {
  return (await everyChannel(read)).map((channel) => {
    const { name, kind, title, managedBy, revision } = channel;
    return { name, kind, title, address: openAddress(parts, channel)?.given, managedBy, revision };
  });
}

/** Whether there is a channel of this name. */
export async function channelExists(read: Reader, name: string): Promise<boolean> {
  return (await findChannel(read, "name", name)) !== undefined;
}

/** Deletes a channel that a text named. What was to be told there is not. */
export async function removeChannel(tx: Tx, name: string): Promise<void> {
  await deleteChannel(tx, name);
}

/** From now on no text owns it. */
export async function releaseChannel(tx: Tx, name: string): Promise<void> {
  const channel = await findChannel(tx, "name", name);
  if (channel === undefined) return;
  await storeChannel(tx, { ...channel, managedBy: null, revision: channel.revision + 1 });
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "channel.too-many",
    `There are ${CHANNELS_MAX} channels already, so none was added. Delete those that nobody needs.`,
    { max: CHANNELS_MAX },
  );
}
