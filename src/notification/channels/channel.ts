import type { Answer, Message, Reply } from "#messaging";
import type { z } from "zod";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { NotificationMessage } from "../model/notification-message.ts";
import type { NotificationEvent, NotificationUrgency } from "../model/notification-order.ts";

/** One way by which a message reaches somebody; one file each. What it holds is plain: whoever sends keeps the promises. */
export interface Channel {
  readonly kind: ChannelKind;
  /** "Mail", as it stands in lists. */
  readonly title: string;
  /** What a contact method or a house channel of this kind is addressed by: strict, each fault with a remedy. */
  readonly address: z.ZodType;
  /** The address as it may be shown: secrets masked. */
  readonly shown: (address: never) => string;
  /** Whether a phone rings although it is set to Do Not Disturb. */
  readonly breaksThrough: boolean;
  /** For a machine, which keeps book of each thing by itself: nothing is held back, and never two go in one message. */
  readonly tellsEach?: boolean;
  /**
   * How a method of this kind is verified. `link`: by a click on the link in a message. `code`: by the code of a message,
   * typed in. `test`: the provider took a test message in; for addresses that only their owner can know.
   */
  readonly proves: "link" | "code" | "test";
  /** For whom it can be used: a person's own method, a channel of the house, or both. */
  readonly for: readonly ("person" | "house")[];
  /** What the house has to set before any address of this kind works (a bot's token, a template); absent: nothing. */
  readonly setting?: ChannelSetting;
  /** What the server itself adds to a new address: a secret to sign with, told to its owner once. */
  readonly secret?: (address: never, entropy: Entropy) => { readonly address: unknown; readonly secret: string };
  /** Sends once, and never throws: what goes wrong outside is an answer. A failure for good marks the method as failing. */
  readonly send: (out: Outgoing, address: never, ports: ChannelPorts) => Promise<Answer>;
}

/** What the house sets for all addresses of a kind. */
export interface ChannelSetting {
  readonly schema: z.ZodType;
  /** The setting as it may be shown: secrets masked. */
  readonly shown: (setting: never) => string;
  /** Made by the server when it is first needed, as keys of Web Push are; absent: somebody has to write it. */
  readonly made?: (entropy: Entropy) => unknown;
}

/** Gives n bytes that nobody can guess. */
export type Entropy = (bytes: number) => Uint8Array;

/** One notification on its way: a repeat has the same id and says the same. */
export interface Outgoing {
  /** `ntf_…`: what a provider knows a repeat by. */
  readonly id: string;
  readonly subject: string;
  readonly event: NotificationEvent | "ended" | "verify";
  readonly urgency: NotificationUrgency;
  readonly message: NotificationMessage;
  readonly mayBeRepeat: boolean;
}

/** Through what a channel reaches the world. */
export interface ChannelPorts {
  /** `post` of #messaging: guarded, once, never throws. */
  readonly post: (message: Message) => Promise<Reply>;
  readonly mail: (letter: ChannelLetter) => Promise<Answer>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly house: HouseChannels;
}

/** A letter to one address. */
export interface ChannelLetter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The house's settings, secrets opened. */
export interface HouseChannels {
  /** How people reach the console, without a slash at its end. */
  readonly publicUrl: string;
  /** What the house has set for the kind that is being sent, as its `setting.schema` gives it; undefined: nothing yet. */
  readonly settingOf: (kind: ChannelKind) => unknown;
}
