import { Refusal } from "#kernel";
import { mailKey } from "#mail";
import type { Reader, Tx } from "#storage";
import { nameKey } from "../model/name-key.ts";
import { handleStem, personRow, rolesOf } from "../model/person.ts";
import type { Role } from "../model/permissions.ts";
import type { PersonRow } from "../model/rows.ts";
import { deleteSessionsOf } from "../store.ts";
import { deleteInvitationsOfPerson, deleteResetsOf } from "../store/invitations.ts";
import {
  activeAdministrators,
  countPeople,
  deletePerson,
  findPersonBy,
  insertPerson,
  updatePerson,
} from "../store/people.ts";

const PEOPLE_MAX = 100_000;

/** What is said of a person; what is left out stays, and is empty for a new one. */
export interface GivenPerson {
  readonly name?: string | undefined;
  readonly mail?: string | null | undefined;
  readonly roles?: readonly Role[] | undefined;
}

/** How a person is changed besides. */
interface ChangingPerson {
  readonly managedBy?: string | null;
  /** It is the person who says so, and who may not say it of others. */
  readonly isOwnWord?: boolean;
}

/** When, and by which configuration text if by any. */
export interface SavingPerson {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  readonly managedBy: string | null;
}

/** A person before and after; `before` is absent for one who is new. */
export interface SavedPerson {
  readonly before: PersonRow | undefined;
  readonly after: PersonRow;
}

/**
 * Makes or changes the person of a handle, as a configuration text says. One who is new has no password: see
 * `PersonInvitations`. Refuses an address that another has, and to take the last administrator away.
 */
export async function savePerson(
  tx: Tx,
  { handle, ...given }: GivenPerson & { readonly handle: string },
  saving: SavingPerson,
): Promise<SavedPerson> {
  const before = await findPersonBy(tx, "handle", handle);
  const { now, nextId, managedBy } = saving;
  if (before !== undefined) return { before, after: await changePerson(tx, before, { ...given, managedBy }) };
  const { name = handle, mail = null, roles = [] } = given;
  return { before, after: await addPerson(tx, { id: nextId("per"), handle, name, mail, roles, managedBy, now }) };
}

/** Writes a new person. Its name is what the person can sign in with, unless somebody has it already. */
export async function addPerson(tx: Tx, person: Parameters<typeof personRow>[0]): Promise<PersonRow> {
  if ((await countPeople(tx)) >= PEOPLE_MAX) {
    throw new Refusal("conflict", "person.too-many", `There are ${PEOPLE_MAX} people already, so nobody was added.`);
  }
  const row = personRow(person);
  await refuseTakenMail(tx, row);
  const named = { ...row, name_key: await freeNameKey(tx, row) };
  await insertPerson(tx, named);
  return named;
}

/** Writes what is given; an address that changes makes links worth nothing that were sent to the old one. */
export async function changePerson(
  tx: Tx,
  before: PersonRow,
  { name, mail, roles, managedBy, isOwnWord = false }: GivenPerson & ChangingPerson,
): Promise<PersonRow> {
  const address = mail === undefined ? before.mail : mail;
  const key = address === null ? null : mailKey(address);
  const claimed = key === before.mail_key ? before.mail_claimed : 1;
  const changed = {
    ...before,
    name: name ?? before.name,
    mail: address,
    mail_key: key,
    mail_claimed: isOwnWord || mail === undefined ? claimed : 0,
    roles: roles === undefined ? before.roles : JSON.stringify([...new Set(roles)]),
    managed_by: managedBy === undefined ? before.managed_by : managedBy,
    revision: before.revision + 1,
  };
  if (!rolesOf(changed).includes("administrator")) await refuseLastAdministrator(tx, before);
  if (changed.mail_key !== before.mail_key) await forgetLinks(tx, changed);
  const after = name === undefined ? changed : { ...changed, name_key: await freeNameKey(tx, changed) };
  await updatePerson(tx, after);
  return after;
}

/** Takes the person away, with all that is the person's. The last administrator stays. */
export async function removePerson(tx: Tx, handle: string): Promise<PersonRow | undefined> {
  const person = await findPersonBy(tx, "handle", handle);
  if (person === undefined) return undefined;
  await refuseLastAdministrator(tx, person);
  await deleteSessionsOf(tx, person.id);
  await deletePerson(tx, person.id);
  return person;
}

/** Nobody could let anybody in any more. */
export async function refuseLastAdministrator(tx: Tx, { id }: Pick<PersonRow, "id">): Promise<void> {
  const administrators = await activeAdministrators(tx);
  if (administrators.length !== 1 || administrators[0] !== id) return;
  throw new Refusal(
    "conflict",
    "person.last-administrator",
    "This is the last administrator who can sign in with a password, so nothing was changed. Make somebody else an administrator first.",
  );
}

/** A handle that nobody has: `ana`, or `ana-2` and so on. */
export async function freeHandle(read: Reader, name: string): Promise<string> {
  const stem = handleStem(name);
  for (let n = 1; ; n++) {
    const handle = n === 1 ? stem : `${stem}-${n}`;
    if ((await findPersonBy(read, "handle", handle)) === undefined) return handle;
  }
}

/** Nothing tells who else is here: of two people of one name the second signs in by mail. */
async function freeNameKey(read: Reader, { id, name, mail }: PersonRow): Promise<string> {
  const key = nameKey(name);
  const other = await findPersonBy(read, "name_key", key);
  if (other === undefined || other.id === id) return key;
  if (mail !== null) return `${key} ${id}`;
  throw new Refusal(
    "conflict",
    "person.name-taken",
    `There is another person named ${name}, so nothing was changed. Give another name, or an address of mail to sign in with.`,
    { faults: [{ pointer: "/name", detail: "is another person's" }] },
  );
}

async function refuseTakenMail(read: Reader, { id, mail_key: key }: PersonRow): Promise<void> {
  const other = key === null ? undefined : await findPersonBy(read, "mail_key", key);
  if (other === undefined || other.id === id) return;
  throw new Refusal(
    "conflict",
    "person.mail-taken",
    "Another person has this address of mail, so nothing was changed.",
    {
      faults: [{ pointer: "/mail", detail: "is another person's" }],
    },
  );
}

async function forgetLinks(tx: Tx, changed: PersonRow): Promise<void> {
  await refuseTakenMail(tx, changed);
  await deleteResetsOf(tx, changed.id);
  await deleteInvitationsOfPerson(tx, changed.id);
}
