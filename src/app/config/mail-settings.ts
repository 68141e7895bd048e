import { readFileSync } from "node:fs";
import { isSystemError, Refusal } from "#kernel";
import { type MailOptions, senderOf, smtpPlaceOf } from "#mail";
import { z } from "zod";

/** A secret stands elsewhere: in a variable of the environment or in a file. */
const reference = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) }), z.string().min(1)],
  { error: "must be {env: NAME}, {file: path}, or an address such as smtp://mail.example.com:587" },
);

/** How letters leave the house. */
export const mailSettings = z.strictObject({
  smtp: reference,
  from: z.string().transform((text, context) => {
    const sender = senderOf(text);
    if (sender === undefined) context.addIssue("must be an address such as Plimsoll <plimsoll@example.com>");
    return sender ?? z.NEVER;
  }),
  /** `required` unless said: a password is not sent in clear because somebody on the way took STARTTLS out. */
  tls: z.enum(["required", "optional"]).default("required"),
  /** A file of certificates (PEM). */
  ca: z.string().min(1).optional(),
});

/** Follows the references; refuses those that lead nowhere, and never prints what they lead to. */
export function smtpSettingsOf(settings: z.infer<typeof mailSettings> | undefined): MailOptions["smtp"] {
  if (settings === undefined) return undefined;
  const { smtp, from, tls, ca } = settings;
  const place = smtpPlaceOf(textOf(smtp));
  if (place === undefined) {
    throw refusal("mail.smtp leads to no address of an SMTP server, such as smtp://user:password@mail.example.com:587");
  }
  return { place, from, tls, ca: ca === undefined ? undefined : readText(ca) };
}

function textOf(smtp: z.infer<typeof reference>): string {
  if (typeof smtp === "string") return smtp;
  if ("file" in smtp) return readText(smtp.file);
  const text = process.env[smtp.env];
  if (text === undefined) throw refusal(`mail.smtp names the variable ${smtp.env}, which is not set`);
  return text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw refusal(`mail names the file ${file}, which cannot be read (${error.code})`);
  }
}

function refusal(what: string): Refusal {
  return new Refusal(
    "invalid",
    "settings.invalid",
    `${what}. Nothing was started. What can be set is in docs/manual/server.md.`,
  );
}
