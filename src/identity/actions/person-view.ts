import type { z } from "zod";
import { isoText } from "#kernel";
import type { Reader } from "#storage";
import type { personSchema } from "../contract.ts";
import { rolesOf } from "../model/person.ts";
import type { PersonRow } from "../model/rows.ts";
import { withBinding } from "../store/bindings.ts";
import { membershipsOf } from "../store/people.ts";
import { withSecondFactor } from "../store/second-factors.ts";

type PersonView = z.input<typeof personSchema>;

/** People as administrators see them. */
export async function personViews(read: Reader, people: readonly PersonRow[]): Promise<PersonView[]> {
  const memberships = await membershipsOf(
    read,
    people.map(({ id }) => id),
  );
  const withCode = await withSecondFactor(
    read,
    people.map(({ id }) => id),
  );
  const bound = await withBinding(
    read,
    people.map(({ id }) => id),
  );
  return people.map((person) => ({
    id: person.id,
    handle: person.handle,
    name: person.name,
    mail: person.mail,
    roles: rolesOf(person),
    organisations: memberships.filter((each) => each.person_id === person.id).map(({ organisation }) => organisation),
    state: stateOf(person, bound.has(person.id)),
    createdAt: isoText(person.created_at),
    secondFactor: withCode.has(person.id),
    revision: person.revision,
    managedBy: person.managed_by,
  }));
}

/** One of them. */
export async function personView(read: Reader, person: PersonRow): Promise<PersonView> {
  const [view] = await personViews(read, [person]);
  return view as PersonView;
}

function stateOf({ disabled_at: disabledAt, password }: PersonRow, isBound: boolean): PersonView["state"] {
  if (disabledAt !== null) return "disabled";
  return password === "" && !isBound ? "invited" : "active";
}
