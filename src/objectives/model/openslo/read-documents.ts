import { countText } from "#kernel";
import { Composer, type Document, isScalar, isSeq, LineCounter, Parser } from "yaml";
import type { Place } from "./place.ts";
import { DEPTH_MAX, lexemes, LEXEMES_MAX, type Stopped } from "./lexemes.ts";
import { type ReadFault, ValueReader } from "./read-values.ts";
import type { Value } from "./value.ts";

/** A longer text is refused before it is read. */
export const TEXT_BYTES_MAX = 10 * 1_048_576;
/** More documents in one text are refused. */
const DOCUMENTS_MAX = 10_000;

/** One document of a text: its value, or why it has none. */
export interface ReadDocument {
  readonly place: Place;
  readonly value: Value | undefined;
  readonly faults: readonly ReadFault[];
}

const TOP: Place = { line: 1, column: 1 };

/**
 * Reads YAML (documents apart by `---`, each one object or a list of objects) and JSON (one object or one list).
 * Empty documents are passed over; a text without any document gives none. A document that is broken is told beside
 * those that are not.
 */
export function readDocuments(text: string): ReadDocument[] {
  const lines = new LineCounter();
  const control = controlCharacter(text);
  if (control) return [broken(control)];
  const documents: ReadDocument[] = [];
  let empty = 0;
  for (const document of composed(text, lines)) {
    const read = "code" in document ? [broken(document)] : documentsOf(document, lines);
    if (read.length === 0) empty += 1;
    // One by one: a list may have more items than a call takes arguments.
    for (const one of read) documents.push(one);
    if (documents.length + empty > DOCUMENTS_MAX) return [...documents.slice(0, DOCUMENTS_MAX), tooMany(documents)];
  }
  return documents;
}

/** Of a text that has to be JSON the place where it is not, since YAML allows more (comments, a comma at the end). */
export function jsonFault(text: string): ReadDocument | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(error.message) ?? [];
    const place = line === undefined ? endOf(text) : { line: Number(line), column: Number(column) };
    const found = error.message.replace(/ in JSON at position.*$/, "");
    return broken({ ...place, message: `this file is not JSON (${found}). Mend it, or name the file .yaml.` });
  }
}

function endOf(text: string): Place {
  const lines = text.split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Plain scalars stay texts (failsafe), so that no number loses its digits; repeated keys are found by our reader. */
function* composed(text: string, lines: LineCounter): Generator<Document.Parsed | ReadFault> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "error" });
  const source = lexemes(text);
  for (let next = source.next(); ; next = source.next()) {
    if (next.done === true && next.value !== undefined) {
      yield stoppedFault(next.value, lines);
      return;
    }
    const tokens = next.done === true ? parser.end() : parser.next(next.value);
    for (const token of tokens) yield* composer.next(token);
    if (next.done === true) break;
  }
  yield* composer.end(true, text.length);
}

const STOPPED: Readonly<Record<Stopped["reason"], string>> = {
  depth: `more than ${DEPTH_MAX} levels are nested here, so the rest is not read. OpenSLO needs about fifteen.`,
  length: `here the text has more than ${countText(LEXEMES_MAX)} words and signs, so the rest is not read. Split the text.`,
};

function stoppedFault({ offset, reason }: Stopped, lines: LineCounter): ReadFault {
  const { line, col } = lines.linePos(offset);
  return { line, column: col, path: "", code: "too_large", message: STOPPED[reason] };
}

function documentsOf(document: Document.Parsed, lines: LineCounter): ReadDocument[] {
  const errors = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return syntaxFault({ line, column: col, message: sentenceOf(error) });
  });
  const [first] = errors;
  if (first) return [broken(first)];
  if (isEmpty(document.contents)) return [];
  const reader = new ValueReader(lines);
  const value = reader.read(document.contents);
  if (reader.faults.length > 0) return [{ place: value.place, value: undefined, faults: reader.faults }];
  if (!isSeq(document.contents) || value.is !== "list") return [{ place: value.place, value, faults: [] }];
  return value.items.map((item) => ({ place: item.place, value: item, faults: [] }));
}

function isEmpty(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.source === "" && contents.type === "PLAIN");
}

/** What YAML allows nowhere; a binary file is told by it. */
function controlCharacter(text: string): (Place & { message: string }) | undefined {
  // oxlint-disable-next-line no-control-regex
  const at = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (at === -1) return undefined;
  const before = text.slice(0, at).split("\n");
  const code = text.charCodeAt(at).toString(16).padStart(2, "0");
  const message = `a control character (0x${code}) stands here, so this is no YAML or JSON text. Remove it, or check that this is the right file.`;
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}

function tooMany(documents: readonly ReadDocument[]): ReadDocument {
  const place = documents.at(-1)?.place ?? TOP;
  const message = `from here on there are more than ${DOCUMENTS_MAX} documents, which are not read. Split the text.`;
  return { place, value: undefined, faults: [{ ...place, path: "", code: "too_large", message }] };
}

function broken(fault: Place & { readonly message: string }): ReadDocument {
  const place = { line: fault.line, column: fault.column };
  return { place, value: undefined, faults: [{ path: "", code: "syntax", ...fault }] };
}

function syntaxFault(fault: Place & { readonly message: string }): ReadFault {
  return { ...fault, path: "", code: "syntax" };
}

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "tabs cannot indent YAML. Use spaces.",
  MISSING_CHAR: "a closing quote, bracket or comma is missing. Add it.",
  BAD_SCALAR_START: "a text cannot begin with this character. Put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "a second colon follows on this line. Put the text in quotes, or begin a new line.",
  UNEXPECTED_TOKEN: "this does not belong here: one JSON text holds one object or one list, YAML parts objects by ---.",
};

/** The library's first line names the fault; ours says what to do, where we know it. */
function sentenceOf(error: { readonly code: string; readonly message: string }): string {
  const [first = ""] = error.message.split("\n");
  const plain = first.replace(/ at line \d+, column \d+:?$/, "");
  return `this is not YAML (${plain}): ${REMEDIES[error.code] ?? "nothing of this document can be read. Mend this line."}`;
}
