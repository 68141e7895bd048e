import { enqueue, type JobRun } from "#jobs";
import { type Clock, DAY_MS, type Ids, invariant } from "#kernel";
import type { Answer } from "#messaging";
import type { Seal, State, Tx } from "#storage";
import { LETTER_QUEUE, sendLetter } from "./actions/send-letter.ts";
import { type Outgoing, type SendLetter, smtpSender, type SmtpSettings } from "./actions/smtp-sender.ts";
import { type LetterContent, subjectLine } from "./model/letter.ts";
import { isMailAddress } from "./model/mail-address.ts";
import { expireLetters, forgetLetters, insertLetter } from "./store.ts";

const CONTENT_MAX = 100_000;
const USEFUL_MS = 3 * DAY_MS;
const KEPT_MS = 90 * DAY_MS;

/** RFC 5321: the server has taken the letter over. */
const ACCEPTED = 250;
const SENDS_NOTHING = "this server sends no mail: an SMTP server is named under mail in its configuration";

/** What mail is opened with. */
export interface MailOptions {
  readonly state: Pick<State, "read" | "transact">;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly seal: Seal;
  /** Absent: no mail leaves this house, and whoever invites hands the link over by himself. */
  readonly smtp: SmtpSettings | undefined;
}

/** A letter that somebody orders. */
export interface LetterOrder {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly content: LetterContent;
  /** Ordering twice under one key is ordering once. */
  readonly key: string;
  /** Epoch ms: of no use, and not sent, from then on; usually three days. */
  readonly until?: number;
}

/** Letters of a running server. */
export class Mail {
  /** Whether letters leave the house at all. */
  readonly isOn: boolean;
  /** For the worker. */
  readonly queues: Readonly<Record<string, JobRun>>;
  readonly #options: MailOptions;
  readonly #send: SendLetter | undefined;

  constructor(options: MailOptions) {
    const { state, clock, seal, smtp } = options;
    this.#options = options;
    this.isOn = smtp !== undefined;
    this.#send = smtp === undefined ? undefined : smtpSender(smtp);
    this.queues =
      this.#send === undefined ? {} : { [LETTER_QUEUE]: sendLetter({ state, clock, seal, send: this.#send }) };
  }

  /**
   * One attempt to hand over a letter that its sender keeps and repeats: nothing is written here. It never throws, and its
   * message id follows from `id`, by which a reader's program knows a repeat.
   */
  async send(letter: Outgoing): Promise<Answer> {
    if (this.#send === undefined) {
      return { kind: "retry", reason: SENDS_NOTHING, status: null, notBefore: null, arrived: false };
    }
    const answer = await this.#send({ ...letter, subject: subjectLine(letter.subject) });
    if (answer.kind === "sent") return { kind: "delivered", status: ACCEPTED };
    if (answer.kind === "refused") return { kind: "failed", reason: answer.reason, status: null };
    return { kind: "retry", reason: answer.reason, status: null, notBefore: null, arrived: answer.arrived };
  }

  /**
   * Writes the letter, and the job that sends it, in the transaction that makes it necessary: sent at least once, with
   * retries. Poke the worker after the commit, or wait for its next turn. Nothing is written where no mail is sent.
   */
  async order(tx: Tx, { to, subject, content, key, until }: LetterOrder): Promise<void> {
    if (!this.isOn) return;
    invariant(isMailAddress(to), "a letter goes to one address");
    const { clock, ids, seal } = this.#options;
    const said = JSON.stringify(content);
    invariant(said.length <= CONTENT_MAX, `a letter of ${said.length} characters`);
    const [id, now] = [ids.next("let"), clock.now()];
    const isNew = await insertLetter(tx, {
      id,
      key,
      to_address: to,
      subject: subjectLine(subject),
      sealed: seal.close(said, id),
      state: "due",
      created_at: now,
      until: until ?? now + USEFUL_MS,
      attempts: 0,
      last_error: null,
      next_attempt_at: now,
      settled_at: null,
    });
    if (isNew) await enqueue(tx, { queue: LETTER_QUEUE, key: id, dueAt: now, payload: { letter: id } });
  }

  /** To be called every hour or so: settles what came too late, and forgets what was settled 90 days ago. */
  async tidy(): Promise<void> {
    const now = this.#options.clock.now();
    await this.#options.state.transact(async (tx) => {
      await expireLetters(tx, now);
      await forgetLetters(tx, now - KEPT_MS);
    });
  }
}
