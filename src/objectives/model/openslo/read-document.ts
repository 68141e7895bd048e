import { closeWord } from "#kernel";
import { API_VERSION, DOCUMENT_SHAPES, type Kind, KINDS, type OpenSloDocument } from "./documents.ts";
import { type Finding, Reading, Spot } from "./finding.ts";
import type { Place } from "./place.ts";
import type { ReadDocument } from "./read-documents.ts";
import type { Rule } from "./rule.ts";
import { entryOf } from "./shape.ts";
import { describe, type Entry, shortened, type Value } from "./value.ts";

/** What was found in one document. */
export interface CheckedDocument {
  /** As far as it could be read. */
  readonly kind: string | null;
  readonly name: string | null;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Present when there are no errors. */
  readonly document: OpenSloDocument | undefined;
  /** As written, for the places of its parts. */
  readonly value: Value | undefined;
  /** Where it begins. */
  readonly place: Place;
}

/** Reads one document and judges it by all rules of its kind. */
export function readDocument(read: ReadDocument, strict: boolean): CheckedDocument {
  const { value, place } = read;
  const reading = new Reading(strict);
  const top = new Spot(reading, [], place);
  const part = value === undefined ? undefined : partOf(value, top);
  const name = value && entryOf(value, "metadata")?.value;
  const nameEntry = name && entryOf(name, "name");
  const errors = [...read.faults, ...reading.findings.errors];
  return {
    kind: textOf(value && entryOf(value, "kind")),
    name: textOf(nameEntry),
    errors,
    warnings: reading.findings.warnings,
    document: errors.length === 0 ? (part as OpenSloDocument | undefined) : undefined,
    value,
    place,
  };
}

function partOf(value: Value, top: Spot): object | undefined {
  if (value.is !== "map") {
    top.report(NOT_AN_OBJECT, `a document is ${describe(value)}`);
    return undefined;
  }
  const isVersion = isSupportedVersion(entryOf(value, "apiVersion"), top);
  const shape = shapeOf(entryOf(value, "kind"), top);
  if (!isVersion || !shape) return undefined;
  return shape.read(value, top);
}

function isSupportedVersion(entry: Entry | undefined, top: Spot): boolean {
  const text = textOf(entry);
  if (text === API_VERSION) return true;
  const spot = entry ? top.under("apiVersion", entry.place) : top.under("apiVersion", top.place);
  if (text === null || text === "") spot.report(VERSION_MISSING, '"apiVersion" is missing');
  else spot.report(VERSION, `"apiVersion" is "${shortened(text)}"`);
  return false;
}

function shapeOf(entry: Entry | undefined, top: Spot): (typeof DOCUMENT_SHAPES)[Kind] | undefined {
  const text = textOf(entry);
  const kind = KINDS.find((known) => known === text);
  if (kind !== undefined) return DOCUMENT_SHAPES[kind];
  const spot = top.under("kind", entry?.place ?? top.place);
  if (text === null || text === "") spot.report(KIND_MISSING, '"kind" is missing');
  else {
    const closest = closeWord(text, KINDS);
    const hint = closest === undefined ? "" : ` (did you mean ${closest}?)`;
    spot.report(KIND, `"kind" is "${shortened(text)}"${hint}`);
  }
  return undefined;
}

function textOf(entry: Entry | undefined): string | null {
  return entry?.value.is === "text" ? entry.value.text : null;
}

const NOT_AN_OBJECT: Rule = {
  code: "invalid_type",
  origin: "both",
  says: "a document is an object with apiVersion, kind, metadata and spec",
  remedy: "Write these keys at its top.",
};

const VERSION_MISSING: Rule = {
  code: "required",
  origin: "both",
  says: "nobody knows by which version of OpenSLO to read this document",
  remedy: `Write apiVersion: ${API_VERSION}.`,
};

const VERSION: Rule = {
  code: "equal_to",
  origin: "both",
  says: `only ${API_VERSION} is read, neither openslo/v1alpha nor openslo.com/v2alpha`,
  remedy: `Convert the document, and write apiVersion: ${API_VERSION}.`,
};

const KIND_MISSING: Rule = {
  code: "required",
  origin: "both",
  says: "nobody knows what this document is",
  remedy: `Write one of ${KINDS.join(", ")}.`,
};

const KIND: Rule = {
  code: "one_of",
  origin: "both",
  says: `${API_VERSION} has the kinds ${KINDS.join(", ")}`,
  remedy: "Write one of them; case matters.",
};

/** Rules about a document before its kind is known, with their paths. */
export const TOP_RULES: readonly (readonly [path: string, rule: Rule])[] = [
  ["", NOT_AN_OBJECT],
  ["apiVersion", VERSION_MISSING],
  ["apiVersion", VERSION],
  ["kind", KIND_MISSING],
  ["kind", KIND],
];
