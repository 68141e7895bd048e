import { type MailOptions, senderOf, smtpPlaceOf } from "#mail";
import { z } from "zod";
import { followed, readText, reference, refusedSetting } from "./reference.ts";

/** How letters leave the house. */
export const mailSettings = z.strictObject({
  smtp: z.union([...reference, z.string().min(1)], {
    error: "must be {env: NAME}, {file: path}, or an address such as smtp://mail.example.com:587",
  }),
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
  const place = smtpPlaceOf(typeof smtp === "string" ? smtp : followed(smtp, "mail.smtp"));
  if (place === undefined) {
    throw refusedSetting(
      "mail.smtp leads to no address of an SMTP server, such as smtp://user:password@mail.example.com:587",
    );
  }
  return { place, from, tls, ca: ca === undefined ? undefined : readText(ca, "mail.ca") };
}
