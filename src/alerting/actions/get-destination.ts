import { Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { Destination } from "../model/destination.ts";
import { findDestination } from "../store/destinations.ts";

/** The destination with this id; refuses when there is none. */
export async function getDestination(read: Reader | Tx, id: string): Promise<Destination> {
  const found = await findDestination(read, id);
  if (found !== undefined) return found;
  throw new Refusal(
    "not-found",
    "destination.not-found",
    "There is no such destination; perhaps it was deleted. Load the list again.",
  );
}
