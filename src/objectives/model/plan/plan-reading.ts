import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from "yaml";
import { countText, closeWord, Refusal, type RefusalFault } from "#kernel";

const FAULTS_SHOWN_MAX = 50;
/** What was written is quoted up to this. */
const QUOTED_LETTERS_MAX = 80;

/** A key of a map and what stands behind it. */
export type PlanEntry = readonly [key: string, value: Node | null];

/** The nodes of one YAML file, taken apart strictly; what does not fit becomes a fault with its place, and reading goes on. */
export class PlanReading {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #faults: { readonly offset: number; readonly text: string; readonly fact: RefusalFault }[] = [];
  readonly #remarks: { readonly offset: number; readonly text: string }[] = [];

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  get hasFaults(): boolean {
    return this.#faults.length > 0;
  }

  fault(offset: number, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    const detail = shortened(message);
    const text = `${this.#file}, line ${line}, column ${col}: ${detail}`;
    this.#faults.push({ offset, text, fact: { line, column: col, detail } });
  }

  /** What is no fault and has to be known, with its place. */
  remarkAt(node: Node | null | undefined, message: string): void {
    const offset = node?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    this.#remarks.push({ offset, text: `${this.#file}, line ${line}, column ${col}: ${shortened(message)}` });
  }

  /** All remarks, in the order of the file. */
  get remarks(): string[] {
    return this.#remarks.toSorted((a, b) => a.offset - b.offset).map(({ text }) => text);
  }

  /** What another file says is wrong with it, after the faults of this one. */
  faultElsewhere(text: string): void {
    this.#faults.push({ offset: Number.POSITIVE_INFINITY, text, fact: { detail: text } });
  }

  /** The place of a node; that of what surrounds it when there is none. */
  faultAt(node: Node | null | undefined, message: string, around = 0): void {
    this.fault(node?.range?.[0] ?? around, message);
  }

  /** Throws when there is a fault: all of them, in the order of the file. */
  refuseFaults(): void {
    if (!this.hasFaults) return;
    const sorted = this.#faults.toSorted((a, b) => a.offset - b.offset);
    const texts = sorted.map(({ text }) => text);
    const more = texts.length - FAULTS_SHOWN_MAX;
    const shown = more > 0 ? [...texts.slice(0, FAULTS_SHOWN_MAX), `and ${countText(more)} more`] : texts;
    const faults = sorted.slice(0, FAULTS_SHOWN_MAX).map(({ fact }) => fact);
    throw new Refusal("invalid", "plan.invalid", shown.join("\n"), { faults });
  }

  /** The text of a single value as it is written; undefined, and a fault, for anything else. */
  scalar(node: Node | null | undefined, around = 0): string | undefined {
    if (isScalar(node)) return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
    this.faultAt(node, "expected a single value, written out (no alias, list or map).", around);
    return undefined;
  }

  /** What `parse` makes of a single value; its refusal becomes a fault. */
  parsed<T>(node: Node | null | undefined, parse: (text: string) => T): T | undefined {
    const text = this.scalar(node);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.faultAt(node, error.detail);
      return undefined;
    }
  }

  map(node: unknown, around: number, what: string): YAMLMap | null {
    if (isMap(node)) return node;
    this.faultAt(node as Node | null, what, around);
    return null;
  }

  /** The items of a list; a fault, and none, for anything else. */
  items(node: Node | null, what: string): (Node | null)[] {
    if (isSeq(node)) return node.items as (Node | null)[];
    this.faultAt(node, what);
    return [];
  }

  /** The entries of a map; keys that `known` does not have are faults, and stay out. */
  entries(map: YAMLMap | null, known?: readonly string[]): PlanEntry[] {
    return ((map?.items ?? []) as Pair<Node | null, Node | null>[]).flatMap((pair): PlanEntry[] => {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      if (key !== undefined && known?.includes(key) !== false) return [[key, pair.value]];
      if (key === undefined) this.faultAt(pair.key, "expected a name, written out (no alias, list or map).");
      else this.faultAt(pair.key, unknownText(key, known ?? []));
      return [];
    });
  }
}

function unknownText(key: string, known: readonly string[]): string {
  const near = closeWord(key, known);
  return `"${key}" is not known here; ${near === undefined ? `known are ${known.join(", ")}.` : `did you mean "${near}"?`}`;
}

/** A text that somebody wrote can be a megabyte long. */
function shortened(message: string): string {
  return message.replace(/"([^"]*)"/g, (whole, text: string) =>
    text.length > QUOTED_LETTERS_MAX ? `"${text.slice(0, QUOTED_LETTERS_MAX)}…"` : whole,
  );
}
