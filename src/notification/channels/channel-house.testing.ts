import assert from "node:assert/strict";
import { type Answer, type Message, post, type Reply } from "#messaging";
import { Receiver, type Received } from "../../messaging/receiver.testing.ts";
import type { Channel, ChannelLetter, ChannelPorts, Outgoing } from "./channel.ts";

/** What a provider got; `host` is where it was sent to. */
export type Got = Received & { readonly host: string };

/** What somebody sees of it, as the provider's own program reads it: by a reader of the test's own. It throws beyond a limit of the provider. */
export interface Seen {
  readonly text: string;
  /** Addresses that a click opens or asks, whatever text stands on them. */
  readonly links: readonly string[];
  /** Whoever is called by it: never anybody. */
  readonly mentions?: readonly string[];
}

/** An answer of the provider, and what it means. */
export interface AnswerCase {
  readonly says: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly means: "delivered" | "failed" | "retry";
  /** What the reason says, for a person. */
  readonly reason?: RegExp;
  readonly waitMs?: number | null;
  readonly arrived?: boolean;
}

/** What is known of one way. */
export interface ChannelCases {
  readonly address: unknown;
  /** What the house has set; absent: the way needs nothing. */
  readonly setting?: unknown;
  /** Addresses that are refused, and with what words. */
  readonly wrong: readonly (readonly [address: unknown, remedy: RegExp])[];
  /** Settings that are refused. */
  readonly wrongSettings?: readonly (readonly [setting: unknown, remedy: RegExp])[];
  /** Texts that nobody may see in a list, an error or a log. */
  readonly secrets: readonly string[];
  readonly host: string;
  readonly read: (got: Got) => Seen;
  /** What the provider answers when all is well; 200 without a body unless said otherwise. */
  readonly thanks?: { readonly status: number; readonly body?: string };
  readonly answers: readonly AnswerCase[];
  /** Whether the title stands in the text; a way with little room may cut it. */
  readonly sees?: (out: Outgoing) => readonly string[];
  /** Which addresses somebody can click on; all unless said otherwise. */
  readonly links?: (out: Outgoing) => readonly string[];
  /** How an end is joined to its beginning, where the provider knows that. */
  readonly joins?: (beginning: Got, end: Got) => void;
  /** What makes a repeat known to the provider, where it knows repeats. */
  readonly key?: (got: Got) => unknown;
}

/** The instant at which everything is sent, epoch ms. */
export const NOW = Date.UTC(2026, 10, 28, 3, 10);

/** A house that sends by one way to a provider on loopback, which answers as it is told to. */
export class ChannelHouse {
  answers: Pick<AnswerCase, "status" | "headers" | "body">;
  readonly #receiver: Receiver;
  readonly #url: string;
  readonly #channel: Channel;
  readonly #cases: ChannelCases;
  readonly #letters: Got[] = [];
  #host = "";

  private constructor(channel: Channel, cases: ChannelCases, receiver: Receiver) {
    this.#channel = channel;
    this.#cases = cases;
    this.#receiver = receiver;
    this.#url = receiver.url;
    this.answers = cases.thanks ?? { status: 200 };
  }

  static async open(channel: Channel, cases: ChannelCases): Promise<ChannelHouse> {
    const receiver = await Receiver.open((response) => {
      const { status, headers = {}, body = "" } = house.answers;
      response.writeHead(status, headers).end(body);
    });
    const house = new ChannelHouse(channel, cases, receiver);
    return house;
  }

  async send(out: Outgoing): Promise<Answer> {
    return await this.#channel.send(out, this.#channel.address.parse(this.#cases.address) as never, this.#ports());
  }

  last(): Got {
    const got = this.#letters.at(-1) ?? this.#receiver.received.at(-1);
    assert.ok(got !== undefined, "something was sent");
    return { host: this.#host, ...got };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver[Symbol.asyncDispose]();
  }

  #ports(): ChannelPorts {
    const { setting } = this.#cases;
    return {
      post: async (message) => await this.#post(message),
      mail: (letter) => Promise.resolve(this.#mail(letter)),
      now: () => NOW,
      house: {
        publicUrl: "https://plimsoll.example.com",
        settingOf: () => (setting === undefined ? undefined : this.#channel.setting?.schema.parse(setting)),
      },
    };
  }

  /** To loopback instead of to the provider; all else as it is. */
  async #post(message: Message): Promise<Reply> {
    const { host, pathname, search } = new URL(message.url);
    this.#host = host;
    return await post({ ...message, url: `${this.#url}${pathname}${search}` });
  }

  #mail({ to, subject, text, html }: ChannelLetter): { readonly kind: "delivered"; readonly status: number } {
    const got = { method: "MAIL", path: "", headers: { to, subject, html }, body: text, bytes: Buffer.from(text) };
    this.#letters.push({ ...got, host: "smtp" });
    return { kind: "delivered", status: 250 };
  }
}
