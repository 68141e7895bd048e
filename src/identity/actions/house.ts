import type { Mail } from "#mail";
import type { Tx } from "#storage";
import type { PersonRow } from "../model/rows.ts";
import { changedWords } from "../model/words.ts";

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

/** Tells the owner of an account that something about it was changed; `key` names the change. */
export async function tellOwner(
  { mail }: House,
  tx: Tx,
  { person, what, key }: { person: Pick<PersonRow, "mail">; what: string; key: string },
): Promise<void> {
  if (person.mail !== null) await mail?.order(tx, { to: person.mail, ...changedWords(what), key });
}
