import type { Mail } from "#mail";
import type { Tx } from "#storage";
import type { PersonRow } from "../model/rows.ts";
import { changedWords, type Words } from "../model/words.ts";

/** How people outside are reached: where the console is, and letters. */
export interface House {
  /** Absent where no mail is sent. */
  readonly mail: Mail | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/** Whether letters leave this house. */
export function sendsMail({ mail }: House): boolean {
  return mail?.isOn === true;
}

/** Orders a letter; nothing happens where no mail is sent. */
export async function order(
  { mail }: House,
  tx: Tx,
  letter: { to: string; words: Words; key: string; until?: number },
): Promise<void> {
  const { to, words, key, until } = letter;
  await mail?.order(tx, { to, ...words, key, ...(until === undefined ? {} : { until }) });
}

/** Tells the owner of an account that something about it was changed; `key` names the change. */
export async function tellOwner(
  house: House,
  tx: Tx,
  { person, what, key }: { person: Pick<PersonRow, "mail">; what: string; key: string },
): Promise<void> {
  if (person.mail !== null) await order(house, tx, { to: person.mail, words: changedWords(what), key });
}
