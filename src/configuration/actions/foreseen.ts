import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { findPresent, keyOf, placeText } from "../model/difference.ts";
import { invalidTexts } from "../model/invalid-texts.ts";
import { type Compared, type GivenTexts, referredBy } from "./compared.ts";
import type { Foreseen, KindOfObject } from "./kinds/kind-of-object.ts";

/**
 * What takes long to know of the changes, by `keyOf`: what documents say, and mean for clients. Nothing is changed.
 * Refuses with the faults of all of them.
 */
export async function foreseen(
  kinds: readonly KindOfObject[],
  given: GivenTexts,
  { read, of: { wanted, written, there, difference } }: { readonly read: Reader; readonly of: Compared },
): Promise<ReadonlyMap<string, Foreseen>> {
  const found = new Map<string, Foreseen>();
  const faults: string[] = [];
  const changed = new Set(difference.changes.map(keyOf));
  const referred = referredBy(given);
  for (const object of wanted.objects.filter((each) => changed.has(keyOf(each)))) {
    const kind = kinds.find((each) => each.kind === object.kind);
    const before = findPresent(there, object)?.fields;
    const known = written.get(keyOf(object)) ?? {};
    try {
      const one = await kind?.foresee?.(read, { ...object, before, written: known, referred });
      if (one !== undefined) found.set(keyOf(object), one);
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === "unavailable") throw error;
      faults.push(`${placeText(object.place)}: ${object.kind} ${object.name}: ${error.detail}`);
    }
  }
  if (faults.length > 0) throw invalidTexts(faults);
  return found;
}
