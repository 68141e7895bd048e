import type { Dictionaries } from "../columns.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** The index is the dictionary's code in the log: add at the end, move nothing. */
const DICTIONARIES = [
  "apis",
  "environments",
  "clients",
  "operations",
  "versions",
  "plans",
  "regions",
  "releases",
  "methods",
] as const;

/** How many names of each dictionary are written already, by its code. */
export type NameCounts = readonly number[];

/** No name is written yet. */
export const NO_NAMES: NameCounts = DICTIONARIES.map(() => 0);

/** How many names there are now. */
export function countsOf(names: Dictionaries): NameCounts {
  return DICTIONARIES.map((dictionary) => names[dictionary].names.length);
}

/** Writes the names that came since `known`, each with its id, so that a lost part shifts no other. */
export function encodeNames(names: Dictionaries, known: NameCounts, out: ByteWriter): void {
  const grown = DICTIONARIES.filter((dictionary, code) => names[dictionary].names.length > (known[code] ?? 0));
  out.varint(grown.length);
  for (const dictionary of grown) {
    const code = DICTIONARIES.indexOf(dictionary);
    const fresh = names[dictionary].names.slice(known[code] ?? 0);
    out.u8(code);
    out.varint(known[code] ?? 0);
    out.varint(fresh.length);
    for (const name of fresh) out.text(name);
  }
}

/** Reads names and puts them back at their ids. */
export function decodeNames(reader: ByteReader, names: Dictionaries): void {
  for (let parts = reader.varint(); parts > 0; parts--) {
    const dictionary = DICTIONARIES[reader.u8()];
    const first = reader.varint();
    const count = reader.varint();
    for (let index = 0; index < count; index++) {
      const name = reader.text();
      if (dictionary !== undefined) names[dictionary].restore(first + index, name);
    }
  }
}
