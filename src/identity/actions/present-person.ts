import type { z } from "zod";
import type { Reader } from "#storage";
import type { sessionSchema } from "../contract.ts";
import { rolesOf } from "../model/person.ts";
import { grantsOfPerson, PERMISSIONS, reachOf } from "../model/permissions.ts";
import type { PersonRow } from "../model/rows.ts";
import { organisationsOf } from "../store/people.ts";

/** Who is signed in, and what the pages may offer: the server decides again at each action. */
export async function presentPerson(
  read: Reader,
  person: Pick<PersonRow, "id" | "name" | "roles">,
): Promise<z.input<typeof sessionSchema>["person"]> {
  const roles = rolesOf(person);
  const organisations = await organisationsOf(read, person.id);
  const grants = grantsOfPerson(roles, organisations);
  const may = PERMISSIONS.filter((permission) => reachOf(grants, permission) !== undefined);
  return { name: person.name, roles, organisations, may };
}
