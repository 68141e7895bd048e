import { Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml";

/** What an API's entry says about objectives; the rest of it belongs to others. */
const OF_OBJECTIVES: ReadonlySet<string> = new Set([
  "window",
  "method",
  "sampled",
  "perClient",
  "objectives",
  "maintenance",
]);

/**
 * The part of a plan that promises something for one API, as an objectives file of its own, with the comments that
 * stand in it; "" when it promises nothing.
 */
export function objectivesText(text: string, api: string): string {
  const document = parseDocument(text);
  const apis = entryOf(document.contents, "apis")?.value;
  const entry = entryOf(apis, api)?.value;
  if (!isMap(document.contents) || !isMap(apis) || !isMap(entry)) return "";
  if (entryOf(entry, "objectives") === undefined) return "";
  keepOnly(entry, OF_OBJECTIVES);
  const zone = document.get("zone");
  const own = new Document({ ...(typeof zone === "string" ? { zone } : {}), apis: {} });
  // However it was written, it is printed one way, so that the same promises are the same text.
  entry.flow = false;
  own.setIn(["apis", api], entry);
  (own.get("apis") as YAMLMap).flow = false;
  return own.toString({ lineWidth: 0 });
}

function entryOf(node: unknown, key: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function keepOnly(map: YAMLMap, keys: ReadonlySet<string>): void {
  map.items = map.items.filter(({ key }) => isScalar(key) && keys.has(String(key.value)));
}
