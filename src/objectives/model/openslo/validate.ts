import type { OpenSloDocument } from "./documents.ts";
import { type Finding, Findings } from "./finding.ts";
import type { Place } from "./place.ts";
import { type CheckedDocument, readDocument } from "./read-document.ts";
import { jsonFault, readDocuments } from "./read-documents.ts";
import { referencesOf } from "./references.ts";
import type { Rule } from "./rule.ts";
import { placeBelow } from "./shape.ts";
import type { Value } from "./value.ts";

/** A text and how people call it: a file's path, or "standard input". */
export interface OpenSloText {
  readonly file: string;
  readonly text: string;
}

/** What is said about one document. */
export interface DocumentVerdict extends Place {
  readonly file: string;
  /** From 0, within its file. */
  readonly index: number;
  /** Null where it could not be read. */
  readonly kind: string | null;
  readonly name: string | null;
  readonly valid: boolean;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** What is said about texts. */
export interface OpenSloVerdict {
  /** No document has an error. */
  readonly valid: boolean;
  readonly documents: readonly DocumentVerdict[];
  /** The valid ones, in the order of `documents`. */
  readonly read: readonly PlacedDocument[];
}

/** A valid document and where it was written. */
export interface PlacedDocument {
  readonly file: string;
  readonly document: OpenSloDocument;
  /** As written, for the places of its parts. */
  readonly value: Value;
  readonly place: Place;
}

/** Reads and judges all documents of all texts together, so that references between files are known. */
export function validateOpenSlo(texts: readonly OpenSloText[], strict: boolean): OpenSloVerdict {
  const checked = texts.flatMap(({ file, text }) => checkedOf(file, text, strict));
  const known = new KnownNames(checked);
  const documents = checked.map((one) => verdictOf(one, known));
  return {
    valid: documents.every(({ valid }) => valid),
    documents,
    read: checked.flatMap(({ file, document, value, place }) =>
      document && value ? [{ file, document, value, place }] : [],
    ),
  };
}

interface InFile extends CheckedDocument {
  readonly file: string;
  readonly index: number;
}

function checkedOf(file: string, text: string, strict: boolean): InFile[] {
  const fault = file.endsWith(".json") ? jsonFault(text) : undefined;
  const read = fault ? [fault] : readDocuments(text);
  if (read.length === 0) return [{ ...NOTHING, file, index: 0 }];
  return read.map((one, index) => ({ ...readDocument(one, strict), file, index }));
}

function verdictOf(one: InFile, known: KnownNames): DocumentVerdict {
  const { file, index, kind, name, errors, place } = one;
  const warnings = [...one.warnings, ...known.warningsOf(one)];
  return { file, index, kind, name, valid: errors.length === 0, errors, warnings, ...place };
}

/** Which (kind, name) all texts together give, and where first. */
class KnownNames {
  readonly #first = new Map<string, InFile>();
  readonly #kinds = new Set<string>();

  constructor(documents: readonly InFile[]) {
    for (const document of documents) {
      const { kind, name } = document;
      if (kind === null || name === null) continue;
      const key = keyOf(kind, name);
      if (!this.#first.has(key)) this.#first.set(key, document);
      this.#kinds.add(kind);
    }
  }

  /** The reference SDK looks at each document alone, so names that do not meet are never errors here. */
  warningsOf(one: InFile): readonly Finding[] {
    const findings = new Findings(false);
    const { kind, name, place, value } = one;
    const first = kind === null || name === null ? undefined : this.#first.get(keyOf(kind, name));
    if (first && first !== one) {
      const at = value ? placeBelow(value, ["metadata", "name"], place) : place;
      const where = `${first.file} line ${first.place.line}`;
      findings.report(
        DUPLICATE_NAME,
        { path: ["metadata", "name"], place: at },
        `${kind} "${name}" is also in ${where}`,
      );
    }
    for (const { kind: wanted, name: target, path } of one.document ? referencesOf(one.document) : []) {
      if (this.#first.has(keyOf(wanted, target)) || !this.#isExpected(wanted)) continue;
      const at = value ? placeBelow(value, path, place) : place;
      findings.report(DANGLING, { path, place: at }, `there is no ${wanted} "${target}" in what was given`);
    }
    return findings.warnings;
  }

  /** A service may be just a name (the specification leaves it open): it is missed only beside other services. */
  #isExpected(kind: string): boolean {
    return kind !== "Service" || this.#kinds.has(kind);
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}

const TOP: Place = { line: 1, column: 1 };

const NOTHING: CheckedDocument = {
  kind: null,
  name: null,
  errors: [
    {
      path: "",
      code: "no_documents",
      message:
        "there is no document in this text, so there is nothing to say about it. Check that it is the right file.",
      ...TOP,
    },
  ],
  warnings: [],
  document: undefined,
  value: undefined,
  place: TOP,
};

/** Two documents of one kind with one name. */
export const DUPLICATE_NAME: Rule = {
  code: "duplicate_name",
  origin: "specification",
  says: "a reference to it can mean either",
  remedy: "Rename one.",
};

/** A name that no given document has. */
export const DANGLING: Rule = {
  code: "dangling_reference",
  origin: "specification",
  says: "the reference leads nowhere until that object is given too",
  remedy: "Correct the name, or name the file that has it as well.",
};
