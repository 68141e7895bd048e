import { Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import { mailKey } from "#mail";
import type { PersonRow } from "../model/rows.ts";
import { findPersonBy } from "../store/people.ts";
import type { ChangeContext } from "./action.ts";
import { type House, sendsMail } from "./house.ts";
import { invite } from "./invite.ts";
import type { SavedPerson } from "./save-person.ts";
import { hasWayIn } from "./take-invitation.ts";

/** Who brings a person, when, and what the audit log is told. */
export interface Bringing extends Pick<ChangeContext, "now" | "nextId" | "note"> {
  readonly by: { readonly name: string };
}

/** People whom a configuration text brings are invited as by hand: once, when they come or get another address. */
export class PersonInvitations {
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** Whether letters leave this house; else whoever applies the text hands links over. */
  get byMail(): boolean {
    return sendsMail(this.#house);
  }

  /** Whether saving a person with this address would invite. */
  async isDue(read: Reader, { handle, mail }: { handle: string; mail: string | null }): Promise<boolean> {
    if (mail === null) return false;
    return isUnreached(read, await findPersonBy(read, "handle", handle), mailKey(mail));
  }

  /** Invites whom saving made, or gave another address. The link where no letter goes; undefined: nobody had to be invited. */
  async send(tx: Tx, saved: SavedPerson, { now, nextId, note, by }: Bringing): Promise<SentTo | undefined> {
    const { id, handle, name, mail, mail_key: key } = saved.after;
    if (mail === null || key === null || !(await isUnreached(tx, saved.before, key))) return undefined;
    const order = { mail, name, roles: [], organisation: null, personId: id };
    try {
      const inviting = { now, nextId, createdBy: by.name };
      const sent = await invite(this.#house, tx, { order, inviting });
      note({ action: "invitation.create", subject: `invitation:${sent.id}`, facts: { mail, person: handle } });
      return { mail, link: sent.link };
    } catch (error) {
      // Somebody invited to the address just now: that link is as good.
      if (error instanceof Refusal && error.code === "invitation.too-soon") return undefined;
      throw error;
    }
  }
}

/** To whom an invitation went; `link` where it is to be handed over. */
export interface SentTo {
  readonly mail: string;
  readonly link: string | null;
}

/** Who can sign in needs no link, and who has one already needs no second. */
async function isUnreached(read: Reader, before: PersonRow | undefined, key: string): Promise<boolean> {
  if (before === undefined) return true;
  return before.disabled_at === null && before.mail_key !== key && !(await hasWayIn(read, before));
}
