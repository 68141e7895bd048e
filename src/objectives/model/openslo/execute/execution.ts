import { countText, Refusal } from "#kernel";
import type { Kind, OpenSloDocument } from "../documents.ts";
import type { Place } from "../place.ts";
import type { PlacedDocument } from "../validate.ts";
import { At } from "./at.ts";

const FAULTS_SHOWN_MAX = 50;

/** A document of a kind, and where it begins. */
export interface Found<K extends Kind> {
  readonly document: Extract<OpenSloDocument, { readonly kind: K }>;
  readonly at: At;
}

interface Fault extends Place {
  readonly file: number;
  readonly text: string;
}

/** What the execution of documents gathers: faults, what it took for granted, and who has which name. */
export class Execution {
  readonly #files: readonly string[];
  readonly #all: readonly PlacedDocument[];
  readonly #byName = new Map<string, PlacedDocument>();
  /** By their text: a part that several documents refer to is told once. */
  readonly #faults = new Map<string, Fault>();
  readonly #assumed = new Set<string>();

  constructor(files: readonly string[], documents: readonly PlacedDocument[]) {
    this.#files = files;
    this.#all = documents;
    for (const one of documents) this.#byName.set(`${one.document.kind} ${one.document.metadata.name}`, one);
  }

  get assumed(): readonly string[] {
    return [...this.#assumed];
  }

  get hasFaults(): boolean {
    return this.#faults.size > 0;
  }

  fault(at: At, message: string): void {
    this.faultIn(at.file, at.place, `${at.path}: ${message}`);
  }

  faultIn(file: string, place: Place, message: string): void {
    const text = `${file}, line ${place.line}, column ${place.column}: ${message}`;
    this.#faults.set(text, { file: this.#files.indexOf(file), line: place.line, column: place.column, text });
  }

  /** What `parse` makes of a value; its refusal becomes a fault. */
  parsed<T>(at: At, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.fault(at, error.detail);
      return undefined;
    }
  }

  /** Something was read otherwise than a reader of the document might expect. */
  assume(at: At, sentence: string): void {
    this.#assumed.add(`${at.file}, line ${at.place.line}: ${sentence}`);
  }

  /** A name that leads nowhere was told when the documents were read. */
  find<K extends Kind>(kind: K, name: string): Found<K> | undefined {
    const one = this.#byName.get(`${kind} ${name}`);
    return one === undefined ? undefined : foundOf(one);
  }

  /** All of a kind, in the order of the texts. */
  all<K extends Kind>(kind: K): Found<K>[] {
    return this.#all.filter(({ document }) => document.kind === kind).map((one) => foundOf<K>(one));
  }

  /** Throws when there is a fault: all of them, in the order of the texts. */
  refuseFaults(): void {
    if (this.#faults.size === 0) return;
    const texts = [...this.#faults.values()].toSorted(byPlace).map(({ text }) => text);
    const more = texts.length - FAULTS_SHOWN_MAX;
    const shown = more > 0 ? [...texts.slice(0, FAULTS_SHOWN_MAX), `and ${countText(more)} more`] : texts;
    throw new Refusal("invalid", "openslo.not-executable", shown.join("\n"));
  }
}

function byPlace(a: Fault, b: Fault): number {
  if (a.file !== b.file) return a.file - b.file;
  return a.line === b.line ? a.column - b.column : a.line - b.line;
}

function foundOf<K extends Kind>(one: PlacedDocument): Found<K> {
  return { document: one.document as Found<K>["document"], at: new At(one) };
}
