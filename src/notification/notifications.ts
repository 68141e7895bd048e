import type { Route } from "#http";
import { type Action, everyPerson } from "#identity";
import type { JobRun } from "#jobs";
import { type Clock, DAY_MS, type Ids } from "#kernel";
import type { Mail } from "#mail";
import { type Message, post, type Reply } from "#messaging";
import type { Reader, Seal, State, Tx } from "#storage";
import { adoptMail } from "./actions/adopt-mail.ts";
import { makeSettings, type NotificationParts } from "./actions/notification-parts.ts";
import { notificationActions } from "./actions/notification-actions.ts";
import { type Notified, notify } from "./actions/notify.ts";
import { NOTIFICATION_QUEUE } from "./actions/order-message.ts";
import { proveMethod } from "./actions/prove-method.ts";
import { type SlackClick, takeSlackClick } from "./actions/take-slack-click.ts";
import { sendMessage } from "./actions/send-message.ts";
import { standingOf } from "./actions/standing-of.ts";
import { cancelSubject, tellEnd } from "./actions/tell-end.ts";
import { ALL_CHANNELS } from "./channels/all-channels.ts";
import type { Entropy } from "./channels/channel.ts";
import type { SlackRequest } from "./channels/slack/read-slack-action.ts";
import { slackReply } from "./channels/slack/slack-reply.ts";
import { notificationRoutes } from "./http.ts";
import type { NotificationMessage } from "./model/notification-message.ts";
import type { NotificationOrder } from "./model/notification-order.ts";
import { type NotificationView, notificationView } from "./model/notification-view.ts";
import type { Standing } from "./model/standing.ts";
import { forgetMessages, messagesOfSubject } from "./store/messages.ts";
import { deleteMethodsOfOthers } from "./store/methods.ts";

/** What notification is opened with. */
export interface NotificationsOptions {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly seal: Seal;
  readonly entropy: Entropy;
  readonly mail: Pick<Mail, "isOn" | "send">;
  /** How people reach the console: for links in messages. */
  readonly publicUrl: string;
  /** How a message leaves the house; by HTTP unless said otherwise. */
  readonly post?: (message: Message) => Promise<Reply>;
}

/** How long it is known what became of a message. */
const KEPT_MS = 90 * DAY_MS;

/** Ways to people of a running server: each person's methods and rules, the house's channels, and what was sent. */
export class Notifications {
  readonly routes: readonly Route<Action>[];
  /** For the worker: what does the jobs that are ordered here. */
  readonly queues: Readonly<Record<string, JobRun>>;
  readonly #parts: NotificationParts;

  constructor({ ids, publicUrl, post: send = post, ...options }: NotificationsOptions) {
    this.#parts = {
      ...options,
      nextId: (prefix) => ids.next(prefix),
      channels: new Map(ALL_CHANNELS.map((channel) => [channel.kind, channel])),
      base: publicUrl.replace(/\/+$/, ""),
      post: send,
    };
    this.routes = notificationRoutes(notificationActions(this.#parts));
    this.queues = { [NOTIFICATION_QUEUE]: sendMessage(this.#parts) };
  }

  /** To be called once, at each start: makes the keys that the server makes itself. */
  async prepare(): Promise<void> {
    await this.#parts.state.transact(async (tx) => await makeSettings(tx, this.#parts));
  }

  /**
   * Orders by the person's rules (method × delay × urgency; without a rule: each verified method at once). `reached` is
   * false when there is no verified method in order: the caller goes to its next step. Poke the worker after the commit.
   */
  async notify(tx: Tx, order: NotificationOrder): Promise<Notified> {
    return await notify(tx, order, this.#parts);
  }

  /** What of the subject is still to be sent is not sent any more. What may have arrived stays known. */
  async cancel(tx: Tx, subject: string): Promise<void> {
    await cancelSubject(tx, subject, this.#parts.clock.now());
  }

  /** Whoever was told of the subject, or may have been, is told by the same methods that it is over; the rest is cancelled. */
  async tellEnd(tx: Tx, subject: string, message: NotificationMessage): Promise<void> {
    await tellEnd(tx, { subject, message }, this.#parts);
  }

  /** What was sent of a subject, newest last. */
  async listOf(read: Reader, subject: string): Promise<readonly NotificationView[]> {
    return (await messagesOfSubject(read, subject)).map(notificationView);
  }

  /** How each of these people can be reached. Who is not known is not among them. */
  async standing(read: Reader, handles: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    return await standingOf(read, handles, this.#parts);
  }

  /** Told by identity: the person showed that the address is theirs, so it is a verified way to them. */
  async mailProven(tx: Tx, proof: { readonly personId: string; readonly mail: string }): Promise<void> {
    await adoptMail(tx, proof, this.#parts);
  }

  /** Somebody acted by a link of this notification (its `via`): the way by which it came works. */
  async acted(tx: Tx, notification: string): Promise<void> {
    await proveMethod(tx, notification, this.#parts.clock.now());
  }

  /** What the verbs of a configuration text stand on: see `saveChannel` and `allChannels`. */
  get ofTexts(): Pick<NotificationParts, "channels" | "seal" | "entropy" | "nextId"> {
    return this.#parts;
  }

  /** What a request that says it comes from Slack is, and who clicked. */
  async takeSlackClick(request: SlackRequest): Promise<SlackClick> {
    return await takeSlackClick(request, this.#parts);
  }

  /** Tells whoever clicked in Slack what became of it, so that only that person sees it. Once: a click can be made again. */
  async answerSlack(answerTo: string, text: string): Promise<void> {
    await this.#parts.post(slackReply(answerTo, text));
  }

  /** To be called every hour or so: forgets what was settled 90 days ago, and the ways to people who are gone. */
  async tidy(): Promise<void> {
    const { state, clock } = this.#parts;
    await state.transact(async (tx) => {
      await forgetMessages(tx, clock.now() - KEPT_MS);
      await deleteMethodsOfOthers(
        tx,
        (await everyPerson(tx)).map(({ id }) => id),
      );
    });
  }
}
