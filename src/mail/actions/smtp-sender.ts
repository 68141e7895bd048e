import type { Transporter } from "nodemailer";
import { after, SECOND_MS } from "#kernel";
import type { LetterContent } from "../model/letter.ts";
import type { Sender } from "../model/mail-address.ts";
import { type SmtpAnswer, smtpAnswerOf, type SmtpFault } from "../model/smtp-answer.ts";
import type { SmtpPlace } from "../model/smtp-place.ts";

/** How letters are handed over. */
export interface SmtpSettings {
  readonly place: SmtpPlace;
  readonly from: Sender;
  /** `required`: nothing is said in clear, and a server that cannot is not spoken to. `optional`: TLS where it is offered. */
  readonly tls: "required" | "optional";
  /** Certificates (PEM) of those who vouch for the server, in place of the public ones. */
  readonly ca: string | undefined;
}

/** A letter that is to be handed over. */
export interface Outgoing extends LetterContent {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
}

/** Hands one letter over and tells what became of it; it never throws. */
export type SendLetter = (letter: Outgoing) => Promise<SmtpAnswer>;

const CONNECT_MS = 10 * SECOND_MS;
const SILENCE_MS = 15 * SECOND_MS;
/** All in all, however slowly the other side speaks: well within the lease of a job. */
const WHOLE_MS = 40 * SECOND_MS;

/** A connection for each letter: they are few. What is attached or fetched from elsewhere is refused. */
export function smtpSender(settings: SmtpSettings): SendLetter {
  const { from } = settings;
  let opened: Promise<Transporter> | undefined;
  return async ({ id, to, subject, text, html }) => {
    try {
      const transport = await (opened ??= transportOf(settings));
      const sending = transport.sendMail({
        from,
        // As an object: nothing in it is read as a list of several.
        to: { name: "", address: to },
        envelope: { from: from.address, to: [to] },
        subject,
        text,
        html,
        // The same for each attempt: a reader's program knows the repeat.
        messageId: `<${id}@${from.address.split("@")[1] ?? "localhost"}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      await within(sending, WHOLE_MS);
      return { kind: "sent" };
    } catch (fault) {
      return smtpAnswerOf(fault as SmtpFault);
    }
  };
}

/** The library is loaded with the first letter: a start does not wait for it. */
async function transportOf({ place, tls, ca }: SmtpSettings): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const { host, port, secure, login } = place;
  return createTransport({
    host,
    port,
    secure,
    requireTLS: tls === "required",
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const cancel = after(ms, () => late.reject(new Error(`nothing was settled within ${ms / SECOND_MS} s`)));
  try {
    await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}
