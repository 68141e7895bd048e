import { parseInput } from "#http";
import { Refusal } from "#kernel";
import { z } from "zod";
import type { Channel } from "../channels/channel.ts";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { NotificationParts } from "./notification-parts.ts";

/** An address as it is kept: what somebody gave, and what is sent to, which may hold a secret of ours besides. */
export interface OpenAddress {
  readonly given: unknown;
  readonly address: unknown;
}

/** An address that may be stored, and the secret that its owner is told once; null: there is none. */
export interface SealedAddress extends OpenAddress {
  readonly sealed: string;
  readonly shown: string;
  readonly secret: string | null;
}

type Parts = Pick<NotificationParts, "channels" | "seal" | "entropy">;

/** What somebody gives as an address of a kind, for a person's own method or a channel of the house. */
export interface GivenAddress {
  readonly kind: ChannelKind;
  readonly given: unknown;
  readonly owner: "person" | "house";
}

/** Checks what was given, and gives it whole: with what is usual where it says nothing. */
export function parsedAddress({ channels }: Pick<Parts, "channels">, { kind, given, owner }: GivenAddress): unknown {
  return parseInput(z.object({ address: channelFor(channels, kind, owner).address }), { address: given }).address;
}

/** Checks what was given, and seals it for the row `id`. */
export function sealAddress(
  { channels, seal, entropy }: Parts,
  { id, ...address }: GivenAddress & { readonly id: string },
): SealedAddress {
  const channel = channelFor(channels, address.kind, address.owner);
  const parsed = parsedAddress({ channels }, address);
  const made = channel.secret?.(parsed as never, entropy) ?? { address: parsed, secret: null };
  const sealed = seal.close(JSON.stringify({ given: parsed, address: made.address } satisfies OpenAddress), id);
  const shown = channel.shown(made.address as never);
  return { given: parsed, address: made.address, sealed, shown, secret: made.secret };
}

function channelFor(channels: Parts["channels"], kind: ChannelKind, owner: GivenAddress["owner"]): Channel {
  const channel = channels.get(kind);
  if (channel?.for.includes(owner) === true) return channel;
  throw noSuchKind(kind, channels, owner);
}

/** Undefined when it was sealed with a key that is gone. */
export function openAddress(
  { seal }: Pick<NotificationParts, "seal">,
  { id, sealed }: { readonly id: string; readonly sealed: string },
): OpenAddress | undefined {
  const text = seal.open(sealed, id);
  return text === undefined ? undefined : (JSON.parse(text) as OpenAddress);
}

/** What a notification says; undefined when it was sealed with a key that is gone, or is settled. */
export function openMessage(
  { seal }: Pick<NotificationParts, "seal">,
  { id, sealed }: { readonly id: string; readonly sealed: string },
): NotificationMessage | undefined {
  const text = seal.open(sealed, id);
  return text === undefined ? undefined : (JSON.parse(text) as NotificationMessage);
}

function noSuchKind(kind: string, channels: ReadonlyMap<string, Channel>, owner: "person" | "house"): Refusal {
  const kinds = [...channels.values()].filter((one) => one.for.includes(owner)).map((one) => one.kind);
  const whose = owner === "person" ? "a person's own way" : "a channel of the house";
  return new Refusal(
    "invalid",
    "channel.no-such-kind",
    `${kind} is no kind of ${whose}. There are ${kinds.join(", ")}.`,
    {
      faults: [{ pointer: "/kind", detail: `must be one of ${kinds.join(", ")}` }],
    },
  );
}
