import type { LetterState } from "./letter.ts";

/** The module's tables as they are stored. */
export interface MailRows {
  mail_letters: LetterRow;
}

/** A letter; `sealed` is what it says, under the seal, and empty as soon as it is settled. */
export interface LetterRow {
  id: string;
  /** By whom it was ordered, in their words: one that is there already is not written again. */
  key: string;
  to_address: string;
  subject: string;
  sealed: string;
  state: LetterState;
  created_at: number;
  /** It is of no use from then on, and not sent. */
  until: number;
  attempts: number;
  last_error: string | null;
  next_attempt_at: number | null;
  settled_at: number | null;
}
