import { refuseManaged } from "#http";
import { everyPerson } from "#identity";
import type { Reader, Tx } from "#storage";
import { readRules, ruleText, type WrittenRules } from "../grammar/read-rules.ts";
import { rulesOf, storeRules } from "../store/rules.ts";

/** The rules of a person as a text says them, and by whom they are kept. */
export interface PersonRules {
  readonly handle: string;
  readonly page: readonly string[];
  readonly ticket: readonly string[];
  readonly managedBy: string | null;
}

/**
 * Makes a person's rules what a text says; empty ones let the house's hold. Refuses what cannot be read, and what another
 * text keeps.
 */
export async function setRules(
  tx: Tx,
  personId: string,
  { rules, managedBy }: { readonly rules: WrittenRules; readonly managedBy: string | null },
): Promise<void> {
  const [before] = await rulesOf(tx, [personId]);
  if (before !== undefined && before.managedBy !== managedBy) refuseManaged(before.managedBy, "rules of a person");
  await storeRules(tx, { personId, rules: readRules(rules), managedBy });
}

/** From now on no text keeps them. */
export async function releaseRules(tx: Tx, personId: string): Promise<void> {
  const [before] = await rulesOf(tx, [personId]);
  if (before !== undefined) await storeRules(tx, { ...before, managedBy: null });
}

/** Of all people who have any, by handle. A rule that names a single method cannot be said in a text, and is left out. */
export async function rulesOfPeople(read: Reader): Promise<readonly PersonRules[]> {
  const byPerson = new Map((await rulesOf(read, null)).map((stored) => [stored.personId, stored]));
  return (await everyPerson(read)).flatMap(({ id, handle }) => {
    const stored = byPerson.get(id);
    if (stored === undefined) return [];
    const { page, ticket } = stored.rules;
    const texts = (rules: typeof page) => rules.map(ruleText).filter((text) => text !== undefined);
    return [{ handle, page: texts(page), ticket: texts(ticket), managedBy: stored.managedBy }];
  });
}
