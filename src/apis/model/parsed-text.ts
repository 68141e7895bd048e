import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A JSON or YAML text as plain values, which can still say where each of them was written. */
export interface ParsedText {
  readonly value: unknown;
  /** Where the key (or list item) at the end of the path stands; of a path that is not there, its last known part. */
  readonly positionOf: (path: readonly (string | number)[]) => Position;
}

/** Why a text is neither JSON nor YAML. */
export interface SyntaxFault extends Position {
  readonly fault: string;
}

/**
 * Reads JSON or YAML. JSON takes the fast way and is read as YAML (a superset) only when a place is asked for. Of a
 * repeated key the last one counts in both. An alias gives the same object as its anchor, so the result of "a bomb of
 * aliases" is as small as its text, and may contain itself: walk it to a known depth only. `<<` is a key like others.
 */
export function parseText(text: string): ParsedText | SyntaxFault {
  const json = text.trimStart().startsWith("{") ? jsonOf(text) : undefined;
  if (json === undefined) return yamlOf(text);
  let yaml: ParsedText | SyntaxFault | undefined;
  const positionOf = (path: readonly (string | number)[]) => {
    yaml ??= yamlOf(text);
    return "fault" in yaml ? yaml : yaml.positionOf(path);
  };
  return { value: json, positionOf };
}

/** Undefined for what is no JSON: flow-style YAML, or a fault that the YAML reader then finds and places. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function yamlOf(text: string): ParsedText | SyntaxFault {
  const lines = new LineCounter();
  // The library's own check for repeated keys compares each pair of keys: too slow for a large hostile map.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "error" });
  const fault = document.errors[0];
  if (fault) {
    const { line, col } = fault.linePos?.[0] ?? { line: 1, col: 1 };
    return { fault: sentenceOf(fault), line, column: col };
  }
  const plain = new PlainValues();
  const value = plain.of(document.contents);
  const positionOf = (path: readonly (string | number)[]) => {
    const { line, col } = lines.linePos(offsetOf(document.contents, path, plain));
    return { line, column: col };
  };
  return { value, positionOf };
}

/** The library's first line names the fault; the others quote the text. */
function sentenceOf(error: { readonly code: string; readonly message: string }): string {
  if (error.code === "MULTIPLE_DOCS") return "a second YAML document begins here, and one file must hold one API";
  const [first = ""] = error.message.split("\n");
  return first.replace(/ at line \d+, column \d+:?$/, "");
}

/** Nodes → plain values, each node once, so that the work is linear in the text. */
class PlainValues {
  readonly #anchors = new Map<string, Node>();
  readonly #values = new Map<Node, unknown>();

  of(node: unknown): unknown {
    if (isAlias(node)) return this.#ofAlias(this.#anchors.get(node.source));
    if (isScalar(node)) return this.#remember(node, node.value);
    if (isSeq(node)) {
      const list: unknown[] = this.#remember(node, []);
      for (const item of node.items) list.push(this.of(item));
      return list;
    }
    if (!isMap(node)) return null;
    const map: Record<string, unknown> = this.#remember(node, {});
    for (const { key, value } of node.items) define(map, keyText(key), this.of(value));
    return map;
  }

  /** What an alias stands for; any other node stands for itself. Undefined: its anchor is missing. */
  target(node: unknown): unknown {
    return isAlias(node) ? this.#anchors.get(node.source) : node;
  }

  /** An alias without an anchor counts as empty. */
  #ofAlias(target: Node | undefined): unknown {
    return target === undefined ? null : this.#values.get(target);
  }

  #remember<T>(node: Node & { anchor?: string }, value: T): T {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#values.set(node, value);
    return value;
  }
}

/** Unlike an assignment, harmless for the key `__proto__`. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function offsetOf(root: unknown, path: readonly (string | number)[], plain: PlainValues): number {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const step of path) {
    const next = childOf(plain.target(node), step);
    if (next === undefined) break;
    offset = startOf(next.at) ?? offset;
    node = next.value;
  }
  return offset;
}

/** The child of a map or list, and the node that shows its place: the key, or the item itself. */
function childOf(node: unknown, step: string | number): { value: unknown; at: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.findLast((candidate) => keyText(candidate.key) === String(step));
    return pair && { value: pair.value, at: pair.key };
  }
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return item === undefined ? undefined : { value: item, at: item };
}

function startOf(node: unknown): number | undefined {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
