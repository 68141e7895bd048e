/** Organisations to which an answer is confined; null: the provider's people see all. */
export type Within = readonly string[] | null;

/** What those are told who are not of the provider's side. */
const PROVIDER = "provider";

/** Which configuration text keeps a thing; who is confined learns only that the provider keeps it. */
export function keeperOf(managedBy: string | null, within: Within): string | null {
  return managedBy === null || within === null ? managedBy : PROVIDER;
}
