/** Letters that leave the house by SMTP, at least once, and what became of each. */
export { letterSchema, mailAddress } from "./contract.ts";
export { Mail, type MailOptions } from "./mail.ts";
export { mailMigrations } from "./migrations.ts";
export { letterContent } from "./model/letter-content.ts";
export { mailKey, senderOf } from "./model/mail-address.ts";
export { smtpPlaceOf } from "./model/smtp-place.ts";
export { lettersAfter } from "./store.ts";
