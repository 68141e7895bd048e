import { z } from "zod";
import { closeWord, type RefusalFault, unguarded } from "#kernel";
import {
  clientName,
  contactKind,
  environmentName,
  keyPrefixField,
  lastFourField,
  mailField,
  organisationName,
  seenName,
  sha256Field,
  textField,
  titleField,
} from "../contract.ts";
import { type CsvCell, readCsv } from "../model/csv.ts";
import { CONTACT_KINDS, type ContactDraft } from "../model/organisation-draft.ts";

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
  readonly contacts: readonly ContactDraft[];
}

/** Rows, and all that is wrong with the text. */
export interface Partners {
  readonly rows: readonly PartnerRow[];
  readonly faults: readonly RefusalFault[];
}

/** What a cell takes is what the same field of a request takes. */
const FIELDS: Readonly<Partial<Record<PartnerColumn, z.ZodType>>> = {
  client: clientName,
  organisation: organisationName,
  organisation_title: titleField,
  title: titleField,
  description: textField,
  environment: environmentName,
  key_sha256: sha256Field,
  key_prefix: keyPrefixField,
  key_last_four: lastFourField,
};
const contactSaid = z.object({ kind: contactKind, mail: mailField });
/** Of a cell that is told back, in characters. */
const TOLD_MAX = 200;

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
    const wrong = wrongWith(FIELDS[column], text);
    if (wrong !== undefined) faults.push(faultAt(cell, `${column} ${wrong}`));
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
    const wrong = wrongWith(seenName, name);
    if (wrong !== undefined) faults.push(faultAt(place, `seen_as: "${name.slice(0, TOLD_MAX)}" ${wrong}`));
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
    const read = contactSaid.safeParse({ kind: kind.trim(), mail: mail.trim() });
    if (read.success) return [read.data];
    const expected = `a mail address, or one of ${CONTACT_KINDS.join(", ")} with one behind a colon`;
    faults.push(faultAt(place, `contacts: "${part.slice(0, TOLD_MAX)}" is not ${expected}`));
    return [];
  });
}

/** What a field does not take about a text, as it is told behind the field's name. */
function wrongWith(field: z.ZodType | undefined, text: string): string | undefined {
  return field?.safeParse(text).error?.issues[0]?.message;
}

/** The parts of a cell that semicolons separate; one that belongs to a part has a backslash before it. */
function partsOf(text: string): string[] {
  return (text.match(/(?:\\[\\;]|[^;])+/g) ?? [])
    .map((part) => part.replaceAll(/\\([\\;])/g, "$1").trim())
    .filter((part) => part !== "");
}

/** Names as the one cell that is read back as these names. */
export function seenAsText(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[\\;]/g, "\\$&")).join("; ");
}

/** What is wrong at a cell. */
export function faultAt({ line, column }: CsvCell, detail: string): RefusalFault {
  return { line, column, detail };
}
