import { mailKey } from "#mail";
import { nameKey } from "./name-key.ts";
import { grantsOfPerson, type Permission, type Role } from "./permissions.ts";
import type { PersonRow } from "./rows.ts";

const HANDLE_MAX = 63;
/** Room for "-2" and so on behind a name that is taken. */
const STEM_MAX = 56;

/** What is known of a person when the row is made; the rest is filled in. */
export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly now: number;
  readonly roles: readonly Role[];
  readonly mail?: string | null;
  readonly password?: string;
  readonly managedBy?: string | null;
}

/** The row of a person who comes to be; `name_key` and `mail_key` follow from the name and the address. */
export function personRow(person: NewPerson): PersonRow {
  const { id, name, handle, now, roles, mail = null, password = "", managedBy = null } = person;
  return {
    id,
    name,
    name_key: nameKey(name),
    password,
    created_at: now,
    roles: JSON.stringify(roles),
    handle,
    mail,
    mail_key: mail === null ? null : mailKey(mail),
    mail_claimed: 0,
    disabled_at: null,
    revision: 1,
    managed_by: managedBy,
  };
}

/** The roles of a row. */
export function rolesOf({ roles }: Pick<PersonRow, "roles">): Role[] {
  return JSON.parse(roles) as Role[];
}

/** The name as the audit log has it: where somebody else is of the same name, with the handle behind it. */
export function nameInAudit({ name, name_key: key, handle }: Pick<PersonRow, "name" | "name_key" | "handle">): string {
  return key === nameKey(name) ? name : `${name} (${handle})`;
}

/** A handle from a name: "Ana-María Núñez" is `ana-maria-nunez`. Of a name without a letter that fits it is `person`. */
export function handleStem(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, STEM_MAX)
    .replace(/^-|-$/g, "");
  return plain === "" ? "person" : plain;
}

/** The handle of one who acts for an organisation: it tells nothing of who else is here. */
export function handleOfId(id: string): string {
  return id.replaceAll("_", "-").slice(0, HANDLE_MAX);
}

/** How the audit log names a person, whatever was done: by the handle, which stays. */
export function personSubject({ handle }: Pick<PersonRow, "handle">): string {
  return `person:${handle}`;
}

/** What a person of the provider's side may; a disabled one nothing. */
export function mayOf(person: Pick<PersonRow, "roles" | "disabled_at">): ReadonlySet<Permission> {
  return grantsOfPerson(person.disabled_at === null ? rolesOf(person) : [], []).all;
}
