import { hash } from "node:crypto";
import { z } from "zod";
import { refuseManaged } from "#http";
import { type Action, changeAction } from "#identity";
import { DAY_MS, isoText, Refusal } from "#kernel";
import type { Tx } from "#storage";
import {
  contactId,
  contactKind,
  contactSchema,
  mailField,
  noticesField,
  organisationName,
  verificationSchema,
  verifiedSchema,
} from "../contract.ts";
import type { Entropy } from "../model/api-key.ts";
import { contactKey, type ContactKind } from "../model/organisation-draft.ts";
import type { ContactRow } from "../model/rows.ts";
import { contactsOf, deleteContact, findContactByLink, insertContact, updateContact } from "../store/organisations.ts";
import { existingOrganisation, ownerOfOrganisation } from "./existing-client.ts";
import { contactView } from "./organisation-views.ts";
import { CONTACTS_MAX, newContact, noticesText, tooManyContacts } from "./save-organisation.ts";

/** What a letter that asks whether an address is right has to say. */
export interface VerificationLetter {
  /** New for each. */
  readonly id: string;
  readonly mail: string;
  /** The organisation's title. */
  readonly organisation: string;
  readonly link: string;
  /** Epoch ms. */
  readonly until: number;
}

/** Orders the letter, in the transaction of what it is about. */
export type OrderVerification = (tx: Tx, letter: VerificationLetter) => Promise<void>;

/** What contacts stand on. Without `order` the link is handed to the provider's people, who pass it on themselves. */
export interface ContactParts {
  readonly entropy: Entropy;
  /** How people reach the console, without a slash at its end. */
  readonly base: string;
  readonly order?: OrderVerification | undefined;
}

/** A link works so long. */
const LINK_MS = 7 * DAY_MS;
const LINK_BYTES = 32;
const place = { organisation: organisationName, contact: contactId };

/** What is done with the contacts of an organisation. */
export function contactActions(parts: ContactParts): Record<"add" | "put" | "remove" | "ask" | "verify", Action> {
  return { add, put, remove, ask: askContact(parts), verify };
}

const add = changeAction({
  name: "contact.add",
  may: "organisation:write",
  owner: ownerOfOrganisation,
  input: z.strictObject({
    organisation: organisationName,
    kind: contactKind,
    mail: mailField,
    notices: noticesField.optional(),
  }),
  output: contactSchema,
  run: async ({ organisation, kind, mail, notices }, { tx, now, nextId }) => {
    await refuseManagedOrganisation(tx, organisation);
    const present = await contactsOf(tx, [organisation]);
    if (present.length >= CONTACTS_MAX) throw tooManyContacts();
    const key = contactKey({ kind, mail });
    if (present.some((each) => contactKey(each) === key)) throw thereAlready(kind, mail);
    const draft = { kind, mail, ...(notices === undefined ? {} : { notices }) };
    const row = newContact(draft, { id: nextId("con"), organisation, now });
    await insertContact(tx, row);
    return contactView(row);
  },
  audit: ({ organisation }, { id, kind, mail }) => ({
    subject: `organisation:${organisation}`,
    facts: { contact: id, kind, mail },
  }),
});

/** Which notices a contact gets. */
const put = changeAction({
  name: "contact.put",
  may: "organisation:write",
  owner: ownerOfOrganisation,
  input: z.strictObject({ ...place, notices: noticesField }),
  output: contactSchema,
  run: async ({ organisation, contact, notices }, { tx }) => {
    await refuseManagedOrganisation(tx, organisation);
    const row = await existingContact(tx, organisation, contact);
    const changed = { notices: noticesText(notices) };
    await updateContact(tx, row.id, changed);
    return contactView({ ...row, ...changed });
  },
  audit: ({ organisation, contact, notices }) => ({
    subject: `organisation:${organisation}`,
    facts: { contact, notices },
  }),
});

const remove = changeAction({
  name: "contact.delete",
  may: "organisation:write",
  owner: ownerOfOrganisation,
  input: z.strictObject(place),
  output: z.void(),
  run: async ({ organisation, contact }, { tx }) => {
    await refuseManagedOrganisation(tx, organisation);
    await deleteContact(tx, (await existingContact(tx, organisation, contact)).id);
  },
  audit: ({ organisation, contact }) => ({ subject: `organisation:${organisation}`, facts: { contact } }),
});

/** Makes a link by which whoever reads the contact's mail says so. A later one takes the place of an earlier one. */
function askContact({ entropy, base, order }: ContactParts): Action {
  return changeAction({
    name: "contact.ask",
    may: "organisation:write",
    owner: ownerOfOrganisation,
    input: z.strictObject(place),
    output: verificationSchema,
    run: async ({ organisation, contact }, { tx, now, nextId, within }) => {
      // A link in the hands of those who entered the address would prove nothing.
      if (order === undefined && within !== null) throw noMail();
      const row = await existingContact(tx, organisation, contact);
      const { title } = await existingOrganisation(tx, organisation);
      const token = Buffer.from(entropy(LINK_BYTES)).toString("base64url");
      const link = `${base}/verify-contact#${token}`;
      const until = now + LINK_MS;
      await updateContact(tx, row.id, { link_sha256: sha256Of(token), link_until: until });
      await order?.(tx, { id: nextId("ver"), mail: row.mail, organisation: title, link, until });
      return { link: order === undefined ? link : null, until: isoText(until) };
    },
    audit: ({ organisation, contact }) => ({ subject: `organisation:${organisation}`, facts: { contact } }),
  });
}

/** By the link of a letter. Unknown, used and late ones are refused in the same words. */
const verify = changeAction({
  name: "contact.verify",
  may: "public",
  input: z.strictObject({ token: z.string().max(100) }),
  output: verifiedSchema,
  run: async ({ token }, { tx, now }) => {
    const row = await findContactByLink(tx, sha256Of(token));
    if (row === undefined || (row.link_until ?? 0) <= now) throw deadLink();
    await updateContact(tx, row.id, { verified_at: now, link_sha256: null, link_until: null });
    const { title } = await existingOrganisation(tx, row.organisation);
    return { organisation: title, mail: row.mail, kind: row.kind as ContactKind };
  },
  audit: (_input, { organisation, mail }) => ({ subject: `organisation:${organisation}`, facts: { verified: mail } }),
});

async function refuseManagedOrganisation(tx: Tx, organisation: string): Promise<void> {
  refuseManaged((await existingOrganisation(tx, organisation)).managed_by, `organisation ${organisation}`);
}

async function existingContact(tx: Tx, organisation: string, id: string): Promise<ContactRow> {
  const row = (await contactsOf(tx, [organisation])).find((each) => each.id === id);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "contact.not-found",
    "This organisation has no such contact; perhaps it was removed. Load the organisation again.",
  );
}

function sha256Of(token: string): string {
  return hash("sha256", token, "hex");
}

function thereAlready(kind: string, mail: string): Refusal {
  return new Refusal(
    "conflict",
    "contact.there-already",
    `${mail} is a contact for ${kind} already, so nothing was added. Change what it is told of instead.`,
    { faults: [{ pointer: "/mail", detail: "is a contact of this kind already" }] },
  );
}

function noMail(): Refusal {
  return new Refusal(
    "unavailable",
    "contact.no-mail",
    "This server sends no mail yet, so no link was made. Ask the provider of the API to verify the contact.",
  );
}

function deadLink(): Refusal {
  return new Refusal(
    "not-found",
    "contact.dead-link",
    "This link is not known: it was used already, is older than seven days, or is not whole. Ask for a new one.",
  );
}
