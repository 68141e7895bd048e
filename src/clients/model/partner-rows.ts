import { closeWord, type RefusalFault, unguarded } from "#kernel";
import { CONTACT_KINDS, type ContactKind } from "./organisation-draft.ts";
import { type CsvCell, readCsv } from "./csv.ts";

/** What the columns of a file of partners may be called. The first two must be there. */
export const PARTNER_COLUMNS = [
  "client",
  "organisation",
  "organisation_title",
  "title",
  "description",
  "environment",
  "seen_as",
  "contacts",
  "key_sha256",
  "key_prefix",
  "key_last_four",
] as const;

/** One of them. */
export type PartnerColumn = (typeof PARTNER_COLUMNS)[number];

/** One line of the file: what is not given, or empty, is absent and stays as it is. */
export interface PartnerRow {
  readonly cells: Readonly<Partial<Record<PartnerColumn, string>>>;
  /** Where each cell begins; for faults. */
  readonly places: Readonly<Partial<Record<PartnerColumn, CsvCell>>>;
  readonly seenAs: readonly string[] | undefined;
  readonly contacts: readonly { readonly kind: ContactKind; readonly mail: string }[];
}

/** Rows, and all that is wrong with the text. */
export interface Partners {
  readonly rows: readonly PartnerRow[];
  readonly faults: readonly RefusalFault[];
}

const PATTERNS: Readonly<Partial<Record<PartnerColumn, readonly [RegExp, string]>>> = {
  client: [/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -"],
  organisation: [/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -"],
  organisation_title: [/^[^\0]{1,200}$/, "takes at most 200 characters"],
  title: [/^[^\0]{1,200}$/, "takes at most 200 characters"],
  description: [/^[^\0]{1,2000}$/, "takes at most 2,000 characters"],
  environment: [/^[a-z0-9-]{1,20}$/, "takes 1 to 20 of a to z, 0 to 9 and -"],
  seen_as: [/^[^\0]{1,4000}$/, "takes at most 4,000 characters"],
  key_sha256: [/^[0-9a-f]{64}$/, "must be 64 of 0 to 9 and a to f: the SHA-256 of the whole key"],
  key_prefix: [/^[\x21-\x7e]{1,16}$/, "takes at most 16 signs"],
  key_last_four: [/^[\x21-\x7e]{1,4}$/, "takes at most 4 signs"],
};
const MAIL = /^[^\s@,;:"<>]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/i;
const SEEN_MAX = 200;

/** Reads a file of partners: a head line with names of columns in any order, then a line for each client. */
export function readPartners(text: string): Partners {
  const {
    rows: [head, ...lines],
    faults: unreadable,
  } = readCsv(text);
  if (unreadable.length > 0) return { rows: [], faults: unreadable };
  if (head === undefined) return { rows: [], faults: [{ line: 1, column: 1, detail: "the file is empty" }] };
  const faults = headFaults(head);
  if (faults.length > 0) return { rows: [], faults };
  const rows = lines.map((cells) => rowOf(head, cells, faults));
  const seen = new Map<string, CsvCell>();
  for (const { cells, places } of rows) {
    const [name, place] = [cells.client, places.client];
    if (name === undefined || place === undefined) continue;
    const before = seen.get(name);
    if (before !== undefined) faults.push(faultAt(place, `"${name}" is on line ${before.line} already`));
    seen.set(name, place);
  }
  return { rows, faults };
}

function headFaults(head: readonly CsvCell[]): RefusalFault[] {
  const names = head.map(({ text }) => text.trim());
  const faults = head.flatMap((cell, index) => {
    const name = names[index] ?? "";
    if (names.indexOf(name) < index) return [faultAt(cell, `the column "${name}" is there twice`)];
    if ((PARTNER_COLUMNS as readonly string[]).includes(name)) return [];
    const close = closeWord(name, PARTNER_COLUMNS);
    const meant = close === undefined ? `Columns are ${PARTNER_COLUMNS.join(", ")}` : `Did you mean "${close}"?`;
    return [faultAt(cell, `"${name}" is no column. ${meant}`)];
  });
  for (const needed of PARTNER_COLUMNS.slice(0, 2)) {
    if (!names.includes(needed)) faults.push({ line: 1, column: 1, detail: `the column "${needed}" is missing` });
  }
  return faults;
}

function rowOf(head: readonly CsvCell[], cells: readonly CsvCell[], faults: RefusalFault[]): PartnerRow {
  const places: Partial<Record<PartnerColumn, CsvCell>> = {};
  const texts: Partial<Record<PartnerColumn, string>> = {};
  const [first] = cells;
  if (first !== undefined && cells.length !== head.length) {
    faults.push(faultAt(first, `has ${cells.length} cells, and the head line has ${head.length}`));
    return { cells: {}, places: {}, seenAs: undefined, contacts: [] };
  }
  head.forEach(({ text: name }, index) => {
    const cell = cells[index];
    const column = name.trim() as PartnerColumn;
    const text = unguarded(cell?.text ?? "").trim();
    if (cell === undefined || text === "") return;
    places[column] = cell;
    texts[column] = text;
    const [pattern, detail] = PATTERNS[column] ?? [];
    if (pattern !== undefined && !pattern.test(text)) faults.push(faultAt(cell, `${column} ${detail ?? ""}`));
  });
  for (const needed of PARTNER_COLUMNS.slice(0, 2)) {
    if (first !== undefined && texts[needed] === undefined) faults.push(faultAt(first, `${needed} is missing`));
  }
  return {
    cells: texts,
    places,
    seenAs: seenAsOf(texts.seen_as, places.seen_as, faults),
    contacts: contactsOf(texts.contacts, places.contacts, faults),
  };
}

function seenAsOf(text: string | undefined, place: CsvCell | undefined, faults: RefusalFault[]): string[] | undefined {
  if (text === undefined || place === undefined) return undefined;
  const names = partsOf(text);
  for (const name of names) {
    if (name.length <= SEEN_MAX && !/^__.*__$/s.test(name)) continue;
    faults.push(
      faultAt(place, `seen_as takes names of at most ${SEEN_MAX} characters that do not begin and end with __`),
    );
  }
  return names;
}

/** "ops@acme.example" is for operations; "billing:pay@acme.example" says for what. Several are separated by semicolons. */
function contactsOf(
  text: string | undefined,
  place: CsvCell | undefined,
  faults: RefusalFault[],
): PartnerRow["contacts"] {
  if (text === undefined || place === undefined) return [];
  return partsOf(text).flatMap((part) => {
    const [mail = "", kind = "operations"] = part.split(":", 2).toReversed();
    const isKind = (CONTACT_KINDS as readonly string[]).includes(kind.trim());
    if (isKind && MAIL.test(mail.trim())) return [{ kind: kind.trim() as ContactKind, mail: mail.trim() }];
    const expected = `a mail address, or one of ${CONTACT_KINDS.join(", ")} with one behind a colon`;
    faults.push(faultAt(place, `contacts: "${part.slice(0, SEEN_MAX)}" is not ${expected}`));
    return [];
  });
}

function partsOf(text: string): string[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** What is wrong at a cell. */
export function faultAt({ line, column }: CsvCell, detail: string): RefusalFault {
  return { line, column, detail };
}
