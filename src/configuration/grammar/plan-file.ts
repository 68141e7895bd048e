import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { RefusalFault } from "#kernel";
import type { Json, Place } from "../model/wanted.ts";

/** A file of a configuration, as it was handed in. */
export interface PlanText {
  /** For messages, and as the folder from which its references lead. */
  readonly file: string;
  readonly text: string;
}

/** A fault with its file, so that all files can be told at once. */
export interface PlanFault extends RefusalFault {
  readonly file: string;
}

/** A file that was read as YAML: plain values, and where each of them stands. */
export interface PlanFile {
  readonly file: string;
  readonly value: Json;
  /** The nodes, with their comments; to be read only. */
  readonly contents: unknown;
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
}

/** Of one file, in characters. */
const CHARACTERS_MAX = 2_097_152;
/** Maps in maps. */
const DEPTH_MAX = 40;

/** Reads one file. Aliases are refused: a text that is reviewed says what it means where it says it. */
export function readPlanFile({ file, text }: PlanText): PlanFile | readonly PlanFault[] {
  if (text.length > CHARACTERS_MAX) {
    return [
      { file, line: 1, column: 1, detail: "is larger than 2 MiB, which is no plan. Split it into several files." },
    ];
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, logLevel: "error" });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const faults = document.errors.map(({ pos, message, code }) => ({
    ...placeAt(pos[0]),
    detail: faultText(code, message),
  }));
  if (faults.length > 0) return faults;
  const plain = new PlainValues();
  const value = plain.of(document.contents, 0);
  if (plain.strange !== undefined) return [{ ...placeAt(plain.strange.offset), detail: plain.strange.detail }];
  const pairs = new PairsByKey();
  const { contents } = document;
  return { file, value, contents, placeOf: (path) => placeAt(offsetOf(contents, path, pairs)) };
}

function faultText(code: string, message: string): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here. Put it into a file of its own.";
  if (code === "DUPLICATE_KEY") return "this name stands here a second time. Remove or rename one of the two.";
  return `${(message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "")}.`;
}

/** Nodes → values; the first thing that a plan may not have is remembered. */
class PlainValues {
  strange: { readonly offset: number; readonly detail: string } | undefined;

  of(node: unknown, depth: number): Json {
    if (node === null || node === undefined) return null;
    if (depth > DEPTH_MAX) return this.#refuse(node, `more than ${DEPTH_MAX} maps lie in each other here: no plan.`);
    if (isScalar(node)) return typeof node.value === "string" ? node.value : scalarOf(node);
    if (isSeq(node)) return node.items.map((item) => this.of(item, depth + 1));
    if (!isMap(node)) return this.#refuse(node, "an alias (*name) stands here. Write out what it means.");
    const map = Object.create(null) as Record<string, Json>;
    for (const { key, value } of node.items) {
      if (isScalar(key)) map[String(key.source ?? key.value)] = this.of(value, depth + 1);
      else this.#refuse(key, "expected a name, written out (no alias, list or map).");
    }
    return map;
  }

  #refuse(node: unknown, detail: string): null {
    this.strange ??= { offset: (node as Node).range?.[0] ?? 0, detail };
    return null;
  }
}

/** Numbers and booleans stay what they are; a date is the text that was written. */
function scalarOf({ value, source }: { readonly value: unknown; readonly source?: string }): Json {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return source ?? null;
}

/** The entries of maps by their keys: a map of a thousand is asked a thousand times. */
class PairsByKey {
  readonly #maps = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  find(map: YAMLMap, name: string): Pair | undefined {
    let byKey = this.#maps.get(map);
    if (byKey === undefined) {
      byKey = new Map(
        map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.source ?? pair.key.value), pair]] : [])),
      );
      this.#maps.set(map, byKey);
    }
    return byKey.get(name);
  }
}

/** Of the deepest part of the path that is there: its key, or the item of a list. */
function offsetOf(root: unknown, path: readonly PropertyKey[], pairs: PairsByKey): number {
  let node = root;
  let offset = (root as Node | null)?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairs.find(node, String(step));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && Number(step) in node.items) {
      node = node.items[Number(step)];
      offset = (node as Node | null)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
