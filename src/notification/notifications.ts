import type { Route } from "#http";
import type { Action } from "#identity";
import type { JobRun } from "#jobs";
import { type Clock, type Ids, Refusal } from "#kernel";
import type { Mail } from "#mail";
import type { Message, Reply } from "#messaging";
import type { Reader, Seal, State, Tx } from "#storage";
import type { Entropy } from "./channels/channel.ts";
import type { NotificationMessage } from "./model/notification-message.ts";
import type { NotificationOrder } from "./model/notification-order.ts";
import type { NotificationView } from "./model/notification-view.ts";
import type { Standing } from "./model/standing.ts";

/** What notification is opened with. */
export interface NotificationsOptions {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly seal: Seal;
  readonly entropy: Entropy;
  readonly mail: Mail;
  /** How people reach the console: for links in messages. */
  readonly publicUrl: string;
  /** How a message leaves the house; by HTTP unless said otherwise. */
  readonly post?: (message: Message) => Promise<Reply>;
}

/** Ways to people of a running server: each person's methods and rules, the house's channels, and what was sent. */
export class Notifications {
  readonly routes: readonly Route<Action>[];
  /** For the worker: what does the jobs that are ordered here. */
  readonly queues: Readonly<Record<string, JobRun>>;
  readonly #options: NotificationsOptions;

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.routes = [];
    this.queues = {};
  }

  /**
   * Orders by the person's rules (method × delay × urgency; without a rule: each verified method at once). `reached` is
   * false when there is no verified method: the caller goes to its next step. Poke the worker after the commit.
   */
  async notify(_tx: Tx, _order: NotificationOrder): Promise<{ readonly reached: boolean; readonly ordered: number }> {
    return await this.#notYet();
  }

  /** What of the subject is still to be sent is not sent any more. What may have arrived stays known. */
  async cancel(_tx: Tx, _subject: string): Promise<void> {
    await this.#notYet();
  }

  /** Whoever was told of the subject, or may have been, is told by the same methods that it is over; the rest is cancelled. */
  async tellEnd(_tx: Tx, _subject: string, _message: NotificationMessage): Promise<void> {
    await this.#notYet();
  }

  /** What was sent of a subject, newest last. */
  async listOf(_read: Reader, _subject: string): Promise<readonly NotificationView[]> {
    return await this.#notYet();
  }

  /** How each of these people can be reached. Who is not known is not among them. */
  async standing(_read: Reader, _handles: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    return await this.#notYet();
  }

  #notYet(): Promise<never> {
    const { publicUrl } = this.#options;
    return Promise.reject(new Refusal("unavailable", "notification.not-yet", `${publicUrl} sends nothing yet.`));
  }
}
