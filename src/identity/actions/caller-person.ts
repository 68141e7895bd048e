import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { Caller } from "../model/caller.ts";
import type { PersonRow } from "../model/rows.ts";
import { findPersonBy } from "../store/people.ts";

/** The person who asks; a token has no account. */
export async function callerPerson(read: Reader, by: Caller): Promise<PersonRow> {
  const person = by.kind === "person" ? await findPersonBy(read, "id", by.id) : undefined;
  if (person !== undefined) return person;
  throw noSession();
}

/** Only a person is signed in. */
export function noSession(): Refusal {
  return new Refusal("unauthenticated", "session.none", "Nobody is signed in here: a token has no session.");
}

/** The person of this id. */
export async function getPerson(read: Reader, id: string): Promise<PersonRow> {
  const person = await findPersonBy(read, "id", id);
  if (person !== undefined) return person;
  throw new Refusal("not-found", "person.not-found", "There is no such person. Look at the list of people.");
}
