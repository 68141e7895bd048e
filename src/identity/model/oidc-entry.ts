import type { InvitationRow, PersonRow } from "./rows.ts";

/** What an identity provider vouches for. */
export interface VouchedFor {
  readonly issuer: string;
  /** Names the account there for ever; an address of mail may be given to somebody else. */
  readonly subject: string;
  /** The address that the provider has verified; null where it says nothing, or that it has not. */
  readonly mail: string | null;
}

/** What is known here of whoever the provider vouches for. */
export interface EntryFacts {
  /** The person to whom this very account of the provider is bound. */
  readonly bound: PersonRow | undefined;
  /** Whose address of mail the provider has verified. */
  readonly ofMail: PersonRow | undefined;
  /** That person is bound to another account of the same provider. */
  readonly isOtherwiseBound: boolean;
  /** As addresses are compared; null: none that is verified. */
  readonly mailKey: string | null;
  /** Whose link was opened; or where there is no account, one that is open for the verified address. */
  readonly invitation: InvitationRow | undefined;
  /** The account that the invitation is for, where there is one. */
  readonly invited: PersonRow | undefined;
}

/** Why nobody is let in. */
export type EntryRefusal = "unverified" | "unknown" | "claimed" | "disabled" | "bound-elsewhere" | "other-address";

/** Who comes in, and how; `make`: as a new account. */
export type Entry =
  | { readonly kind: "enter" | "bind"; readonly person: PersonRow }
  | { readonly kind: "make"; readonly invitation: InvitationRow }
  | { readonly kind: "refuse"; readonly why: EntryRefusal };

/**
 * Nobody comes to be by signing in: an account is there, or somebody invited the address. The first time a verified
 * address binds the provider's account to the person's; from then on the address is not looked at any more, so that
 * whoever gets it later at the provider does not get in. An address that somebody only claims here binds nobody: its
 * owner would work in, and bring an invitation to, the account of whoever claimed it.
 */
export function entryOf(facts: EntryFacts): Entry {
  const { bound, ofMail, isOtherwiseBound, mailKey, invitation } = facts;
  if (bound === undefined && mailKey === null) return refuse("unverified");
  if (invitation !== undefined && !isFor(invitation, facts)) return refuse("other-address");
  const person = bound ?? ofMail;
  if (person === undefined) return invitation === undefined ? refuse("unknown") : { kind: "make", invitation };
  if (bound === undefined && person.mail_claimed !== 0) return refuse("claimed");
  if (person.disabled_at !== null) return refuse("disabled");
  if (bound === undefined && isOtherwiseBound) return refuse("bound-elsewhere");
  return { kind: bound === undefined ? "bind" : "enter", person };
}

function isFor({ mail_key: key }: InvitationRow, { bound, invited, mailKey }: EntryFacts): boolean {
  if (bound !== undefined && invited !== undefined && bound.id !== invited.id) return false;
  return key === mailKey || key === bound?.mail_key;
}

function refuse(why: EntryRefusal): Entry {
  return { kind: "refuse", why };
}
