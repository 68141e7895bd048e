/** `due` until an SMTP server has taken it over (`sent`), refused it for good, or it came too late to be of use. */
export const LETTER_STATES = ["due", "sent", "refused", "expired"] as const;

/** One of them. */
export type LetterState = (typeof LETTER_STATES)[number];

/** What a letter says, as plain text and as HTML. */
export interface LetterContent {
  readonly text: string;
  readonly html: string;
}

/** A letter without what it says, which is gone as soon as it has left. Instants in epoch ms. */
export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: LetterState;
  readonly createdAt: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: number | null;
  readonly settledAt: number | null;
}

const SUBJECT_MAX = 200;
const ERROR_MAX = 300;

/** A subject in one line: whatever a name in it holds, it begins no other header. */
export function subjectLine(text: string): string {
  return oneLine(text, SUBJECT_MAX);
}

/** What an SMTP server answered, short enough for a list and without control characters. */
export function errorLine(text: string): string {
  return oneLine(text, ERROR_MAX);
}

function oneLine(text: string, max: number): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
