import { errorLine } from "./letter.ts";

/** What became of an attempt to hand a letter over. */
export type SmtpAnswer =
  | { readonly kind: "sent" }
  /** Nobody will ever take this letter: the address does not exist, or its content is not wanted. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Something that may be over later: the server is away, is busy, or does not let us in. `arrived` false: it surely did not get the letter. */
  | { readonly kind: "again"; readonly reason: string; readonly arrived: boolean };

/** What failed, as the transport says it. */
export interface SmtpFault {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
}

/** Refusals of the letter itself; of a login or of TLS they say nothing about it, and are ours to mend. */
const ABOUT_THE_LETTER: ReadonlySet<unknown> = new Set(["EENVELOPE", "EMESSAGE"]);

/** Faults before the letter itself was handed over. */
const BEFORE_THE_LETTER: ReadonlySet<unknown> = new Set(["ECONNECTION", "EDNS", "EAUTH", "ETLS", "EENVELOPE"]);

/** 5xx about the letter is for good (RFC 5321); all else is tried again. */
export function smtpAnswerOf({ code, responseCode, response, message, syscall }: SmtpFault): SmtpAnswer {
  const said = typeof response === "string" && response !== "" ? response : message;
  const reason = errorLine(typeof said === "string" ? said : "no reason was given");
  const isForGood = ABOUT_THE_LETTER.has(code) && typeof responseCode === "number" && responseCode >= 500;
  if (isForGood) return { kind: "refused", reason };
  return { kind: "again", reason, arrived: !BEFORE_THE_LETTER.has(code) && syscall !== "connect" };
}
