/** Letters that leave the house by SMTP, at least once, and what became of each. */
export { letterSchema } from "./contract.ts";
export { Mail, type MailOptions } from "./mail.ts";
export { mailMigrations } from "./migrations.ts";
export { senderOf } from "./model/mail-address.ts";
export { smtpPlaceOf } from "./model/smtp-place.ts";
export { lettersAfter } from "./store.ts";
