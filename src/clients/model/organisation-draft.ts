/** What a contact is for. */
export const CONTACT_KINDS = ["operations", "billing", "legal", "security", "product"] as const;

/** One of them. */
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** What a contact can be told of. */
export const NOTICES = ["incidents", "maintenance", "quota", "agreements", "announcements"] as const;

/** One of them. */
export type Notice = (typeof NOTICES)[number];

/** What a contact of a kind is told of when nobody chose: what it has to act upon. */
export const USUAL_NOTICES: Readonly<Record<ContactKind, readonly Notice[]>> = {
  operations: ["incidents", "maintenance", "quota"],
  billing: ["quota", "agreements"],
  legal: ["agreements"],
  security: ["incidents"],
  product: ["maintenance", "announcements"],
};

/** A mail address of an organisation, for something. */
export interface ContactDraft {
  readonly kind: ContactKind;
  readonly mail: string;
  /** The usual ones of its kind when absent. */
  readonly notices?: readonly Notice[];
}

/** An organisation as it shall be. */
export interface OrganisationDraft {
  /** 1 to 63 of a to z, 0 to 9 and -. */
  readonly organisation: string;
  readonly title: string;
  /** What the provider notes about it, for itself. */
  readonly note: string;
  /** All of its contacts; those that it has stay as they are when absent. */
  readonly contacts?: readonly ContactDraft[];
}

/** Addresses are the same when they differ in case only, which no mail host in use tells apart. */
export function contactKey({ kind, mail }: { readonly kind: string; readonly mail: string }): string {
  return `${kind} ${mail.toLowerCase()}`;
}
