/** What ends a line, is no text at all, or turns the order of letters around (Unicode's marks for the direction of writing). */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+/gu;

/** A text of a stranger in one line: it begins no other line, and reads in the order in which it is written. */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, " ").trim();
}
