import { hash } from "node:crypto";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { readConfiguration } from "../grammar/read-configuration.ts";
import { canonical } from "../model/canonical.ts";
import { invalidTexts } from "../model/invalid-texts.ts";
import { type Difference, differenceOf, findPresent, keyOf, placeText } from "../model/difference.ts";
import type { Fields, Json, PresentObject, Wanted, WantedObject } from "../model/wanted.ts";
import type { KindOfObject, Referred } from "./kinds/kind-of-object.ts";

/** Texts and what their references lead to. */
export interface GivenTexts {
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  readonly references: readonly { readonly file: string; readonly reference: string; readonly text: string }[];
}

/** What texts ask for beside what is there. */
export interface Compared {
  readonly wanted: Wanted;
  /** What is wanted, by `keyOf`. */
  readonly byKey: ReadonlyMap<string, WantedObject>;
  /** The fields of each as they stand in the text, by `keyOf`. */
  readonly written: ReadonlyMap<string, Fields>;
  /** By `keyOf`. */
  readonly there: ReadonlyMap<string, PresentObject>;
  readonly difference: Difference;
  /** Of all that is there. */
  readonly revision: string;
}

/** Reads the texts, writes out what they mean, and compares it with what is there. Refuses with all that is wrong. */
export async function compared(kinds: readonly KindOfObject[], given: GivenTexts, read: Reader): Promise<Compared> {
  const present = await allPresent(kinds, read);
  const asked = readConfiguration(given.texts);
  const normal = normalised(kinds, asked, given);
  const there = new Map(present.map((object) => [keyOf(object), object]));
  const wanted = { ...normal, objects: normal.objects.map((object) => besidePresent(kinds, object, there)) };
  const difference = differenceOf(wanted, there);
  refuseOwnedElsewhere(difference);
  const written = new Map(asked.objects.map((object) => [keyOf(object), object.fields]));
  const byKey = new Map(wanted.objects.map((object) => [keyOf(object), object]));
  return { wanted, byKey, written, there, difference, revision: revisionOf(present) };
}

function besidePresent(
  kinds: readonly KindOfObject[],
  object: WantedObject,
  there: ReadonlyMap<string, PresentObject>,
): WantedObject {
  const atLeast = kinds.find(({ kind }) => kind === object.kind)?.atLeast;
  const before = atLeast === undefined ? undefined : findPresent(there, object);
  if (atLeast === undefined || before === undefined) return object;
  return { ...object, fields: atLeast(object.fields, before.fields) };
}

/** All objects that a configuration could own. */
export async function allPresent(kinds: readonly KindOfObject[], read: Reader): Promise<PresentObject[]> {
  const lists: PresentObject[][] = [];
  for (const kind of kinds) lists.push(await kind.present(read));
  return lists.flat();
}

function revisionOf(present: readonly PresentObject[]): string {
  const all = present.map(({ kind, name, fields, managedBy }): Json => [kind, name, fields, managedBy]);
  return hash("sha256", canonical(all), "hex").slice(0, 32);
}

/** Each object as its kind writes it out; faults of all of them at once, each at its place. */
function normalised(kinds: readonly KindOfObject[], wanted: Wanted, given: GivenTexts): Wanted {
  const faults: string[] = [];
  const objects = wanted.objects.flatMap((object): WantedObject[] => {
    try {
      return [{ ...object, fields: fieldsOf(kinds, object, given) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push(`${placeText(object.place)}: ${object.kind} ${object.name}: ${error.detail}`);
      return [];
    }
  });
  if (faults.length > 0) throw invalidTexts(faults);
  return { ...wanted, objects };
}

function fieldsOf(
  kinds: readonly KindOfObject[],
  { kind, name, fields, place }: WantedObject,
  given: GivenTexts,
): Fields {
  const found = kinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Refusal("invalid", "configuration.unknown-kind", "is not known to this version.");
  return found.normal({ name, fields, file: place.file }, referredBy(given));
}

function refuseOwnedElsewhere({ ownedElsewhere }: Difference): void {
  if (ownedElsewhere.length === 0) return;
  const told = ownedElsewhere
    .slice(0, 20)
    .map(
      ({ object, owner }) =>
        `${placeText(object.place)}: the ${object.kind} ${object.name} belongs to the configuration "${owner}". Take it out of these files, or release it there first.`,
    );
  throw new Refusal("conflict", "configuration.owned-elsewhere", told.join("\n"));
}

/** What references lead to, as it was sent along. */
export function referredBy({ references }: GivenTexts): Referred {
  return (file, reference) => {
    const entry = references.find((each) => each.file === file && each.reference === reference);
    if (entry !== undefined) return entry.text;
    throw new Refusal(
      "invalid",
      "configuration.no-reference",
      `${reference} was not sent along, so it cannot be read.`,
    );
  };
}
