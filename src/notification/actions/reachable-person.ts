import { callerPerson, type ChangeContext, rolesOf } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";

/** The person who asks, of the provider's side: nobody else is paged, and text messages cost the house something. */
export async function reachablePerson(
  read: Reader,
  by: ChangeContext["by"],
): Promise<Awaited<ReturnType<typeof callerPerson>>> {
  const person = await callerPerson(read, by);
  if (rolesOf(person).length > 0) return person;
  throw new Refusal(
    "forbidden",
    "method.no-role",
    "Only people with a role are paged, so nothing was sent. What concerns your organisation goes to its contacts.",
  );
}
