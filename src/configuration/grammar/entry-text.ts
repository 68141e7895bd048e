import { isMap, isScalar, type Node } from "yaml";
import type { PlanFile } from "./plan-file.ts";

/**
 * One entry of a plan as a text of its own, in which everything else is blank: whoever reads it tells the lines and
 * columns of the whole file. "" for one that is not there or says nothing.
 */
export function entryText(text: string, { contents }: Pick<PlanFile, "contents">, path: readonly string[]): string {
  const node = path.reduce<unknown>(valueOf, contents) as Node | null | undefined;
  const [start, end] = node?.range ?? [0, 0];
  return start === end ? "" : text.slice(0, start).replaceAll(/[^\r\n]/g, " ") + text.slice(start, end);
}

function valueOf(node: unknown, key: string): unknown {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.source ?? pair.key.value) === key)?.value;
}
