import type { Mail } from "#mail";
import type { Tx } from "#storage";
import type { PersonRow } from "../model/rows.ts";
import { changedWords } from "../model/words.ts";

/**
 * Told in the transaction in which a person showed that an address of mail is theirs: by a link that only went there, or
 * because an identity provider had verified it.
 */
export type MailProven = (tx: Tx, proof: { readonly personId: string; readonly mail: string }) => Promise<void>;

/** How people outside are reached: where the console is, and letters. */
export interface House {
  /** Absent where no mail is sent. */
  readonly mail: Mail | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Told by the module above that sends notifications. */
  readonly mailProven?: MailProven | undefined;
}

/** Whether letters leave this house. */
export function sendsMail({ mail }: House): boolean {
  return mail?.isOn === true;
}

/** The person followed a link: where letters leave this house, it came by one to the person's address. */
export async function proveMail(house: House, tx: Tx, { id, mail }: Pick<PersonRow, "id" | "mail">): Promise<void> {
  if (mail !== null && sendsMail(house)) await house.mailProven?.(tx, { personId: id, mail });
}

/** Tells the owner of an account that something about it was changed; `key` names the change. */
export async function tellOwner(
  { mail }: House,
  tx: Tx,
  { person, what, key }: { person: Pick<PersonRow, "mail">; what: string; key: string },
): Promise<void> {
  if (person.mail !== null) await mail?.order(tx, { to: person.mail, ...changedWords(what), key });
}
