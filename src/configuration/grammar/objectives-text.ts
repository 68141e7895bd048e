import { Document, isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { PROMISE_KEYS } from "#objectives";
import type { PlanFile } from "./plan-file.ts";

/** What an API's entry says about objectives; the rest of it belongs to others. */
const OF_OBJECTIVES: ReadonlySet<string> = new Set(PROMISE_KEYS);

/**
 * The part of a plan that promises something for one API, as an objectives file of its own, with the comments that
 * stand in it; "" when it promises nothing. However it was written, it is printed one way, so that the same promises
 * are the same text.
 */
export function objectivesText({ contents }: PlanFile, api: string): string {
  const entry = entryOf(entryOf(contents, "apis")?.value, api)?.value;
  if (!isMap(entry) || entryOf(entry, "objectives") === undefined) return "";
  const own = entry.clone() as YAMLMap;
  own.items = own.items.filter(({ key }) => isScalar(key) && OF_OBJECTIVES.has(String(key.value)));
  own.flow = false;
  const zone = entryOf(contents, "zone")?.value;
  const text = new Document(isScalar(zone) ? { zone: zone.value, apis: {} } : { apis: {} });
  text.setIn(["apis", api], own);
  (text.get("apis") as YAMLMap).flow = false;
  return text.toString({ lineWidth: 0 });
}

function entryOf(node: unknown, key: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}
