import { type ChannelKind, CHANNEL_KINDS } from "../model/channel-kind.ts";
import type { Clock } from "#kernel";
import type { Message, Reply } from "#messaging";
import type { Mail } from "#mail";
import type { Reader, Seal, State, Tx } from "#storage";
import type { Channel, Entropy } from "../channels/channel.ts";
import { everySetting, storeSetting } from "../store/channels.ts";

/** What the module's verbs stand on. */
export interface NotificationParts {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly nextId: (prefix: string) => string;
  readonly seal: Seal;
  readonly entropy: Entropy;
  readonly mail: Pick<Mail, "isOn" | "send">;
  readonly channels: ReadonlyMap<ChannelKind, Channel>;
  /** Of the console, without a slash at its end. */
  readonly base: string;
  readonly post: (message: Message) => Promise<Reply>;
}

/** What the house has set, by kind, secrets opened. */
export async function openSettings(read: Reader, { seal }: Pick<NotificationParts, "seal">): Promise<Settings> {
  const rows = await everySetting(read);
  return new Map(
    rows.flatMap(({ kind, sealed }) => {
      const text = seal.open(sealed, settingAbout(kind));
      return text === undefined ? [] : [[kind, JSON.parse(text)]];
    }),
  );
}

/** See `openSettings`. */
export type Settings = ReadonlyMap<string, unknown>;

/** Whose text a sealed setting is. */
export function settingAbout(kind: string): string {
  return `setting ${kind}`;
}

/** Makes what the server makes itself and has not made yet: keys of Web Push. Changing them would end each subscription. */
export async function makeSettings(tx: Tx, { channels, seal, entropy, clock }: NotificationParts): Promise<void> {
  const there = new Set((await everySetting(tx)).map(({ kind }) => kind));
  for (const { kind, setting } of channels.values()) {
    if (setting?.made === undefined || there.has(kind)) continue;
    const made = setting.made(entropy);
    await storeSetting(tx, {
      kind,
      sealed: seal.close(JSON.stringify(made), settingAbout(kind)),
      shown: setting.shown(made as never),
      changed_at: clock.now(),
      revision: 1,
    });
  }
}

/** By which kinds something can be sent at all: mail where there is an SMTP server, a bot where there is a token. */
export async function availableKinds(
  read: Reader,
  { channels, mail }: Pick<NotificationParts, "channels" | "mail">,
): Promise<ReadonlySet<ChannelKind>> {
  const set = new Set((await everySetting(read)).map(({ kind }) => kind));
  return new Set(
    CHANNEL_KINDS.filter((kind) => {
      const channel = channels.get(kind);
      if (channel === undefined || (kind === "mail" && !mail.isOn)) return false;
      return channel.setting === undefined || set.has(kind);
    }),
  );
}
