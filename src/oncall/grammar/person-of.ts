import { Refusal } from "#kernel";

const LETTERS_MAX = 100;

/** The name of a person, in a schedule a plain text. */
export function personOf(text: string): string {
  if (text.trim() === text && text !== "" && text.length <= LETTERS_MAX && !/\p{Cc}/u.test(text)) return text;
  throw new Refusal(
    "invalid",
    "schedule.person-malformed",
    `"${text}" is not a name: write 1 to ${LETTERS_MAX} letters, such as ana.`,
  );
}
