import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";

type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

/** What of an entry is kept: layers and overrides as they were written, each scalar as its letters, and the zone. */
export function entryJson(parts: ReadonlyMap<string, Node | null>, zone: string): string {
  const [layers, overrides] = [valueOf(parts.get("layers")), valueOf(parts.get("overrides"))];
  return JSON.stringify({ zone, layers, ...(parts.has("overrides") ? { overrides } : {}) });
}

/** A name such as 007 stays what it is; a priority is a number. */
function valueOf(node: Node | null | undefined, key = ""): Value {
  if (isSeq(node)) return node.items.map((item) => valueOf(item as Node | null));
  if (isMap(node)) {
    const pairs = node.items as Pair<Node, Node | null>[];
    return Object.fromEntries(
      pairs.map(({ key: name, value }) => [lettersOf(name), valueOf(value, lettersOf(name))] as const),
    );
  }
  const letters = lettersOf(node);
  return key === "priority" ? Number(letters) : letters;
}

function lettersOf(node: Node | null | undefined): string {
  if (!isScalar(node)) return "";
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
