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

/** Checks what was given for a kind, for a person's own method or a channel of the house, and seals it for the row `id`. */
export function sealAddress(
  { channels, seal, entropy }: Parts,
  { id, kind, given, owner }: { id: string; kind: ChannelKind; given: unknown; owner: "person" | "house" },
): SealedAddress {
  const channel = channels.get(kind);
  if (channel?.for.includes(owner) !== true) throw noSuchKind(kind, channels, owner);
  const { address: parsed } = parseInput(z.object({ address: channel.address }), { address: given });
  const made = channel.secret?.(parsed as never, entropy) ?? { address: parsed, secret: null };
  const { address, secret } = made;
  const sealed = seal.close(JSON.stringify({ given: parsed, address } satisfies OpenAddress), id);
  return { given: parsed, address, sealed, shown: channel.shown(address as never), secret };
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
