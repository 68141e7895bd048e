import { type Caller, callerPerson } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";

/** The person who asks, by whose shifts and addresses something goes. Refuses a token, which has none. */
export async function askingPerson(
  read: Reader,
  by: Caller,
): Promise<Pick<Awaited<ReturnType<typeof callerPerson>>, "id" | "handle" | "name">> {
  if (by.kind === "person") return callerPerson(read, by);
  throw new Refusal(
    "forbidden",
    "schedule.no-person",
    "A token is nobody who takes shifts, so there is nothing of its own here. Sign in as a person, and ask again.",
  );
}
