import { callerPerson } from "#identity";
import type { ChangeContext } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { Method } from "../model/method.ts";
import { findMethod } from "../store/methods.ts";

type OwnPerson = Awaited<ReturnType<typeof callerPerson>>;

/** A method of the person who asks; another's is as good as none. */
export async function ownMethod(
  read: Reader,
  by: ChangeContext["by"],
  id: string,
): Promise<{ readonly person: OwnPerson; readonly method: Method }> {
  const person = await callerPerson(read, by);
  const method = await findMethod(read, id);
  if (method?.personId === person.id) return { person, method };
  throw new Refusal("not-found", "method.not-found", "There is no such way to you. GET /api/v1/me/methods lists them.");
}
