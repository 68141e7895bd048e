import { placeText } from "../model/difference.ts";
import type { Json } from "../model/wanted.ts";
import { type PlanFile, type PlanText, readPlanFile } from "./plan-file.ts";

/** Something outside of the texts that one of them means. */
export interface TextReference {
  readonly file: string;
  /** `env:NAME` or `file:PATH`, the path from the folder of the file. */
  readonly reference: string;
  /** Where it is named, for messages. */
  readonly place: string;
}

/**
 * What the texts refer to: `{env: NAME}` and `{file: path}` anywhere, and the OpenAPI documents of APIs; each once for a
 * file. A text that is no YAML has none: whoever reads it whole says what is wrong.
 */
export function referencesOf(texts: readonly PlanText[]): TextReference[] {
  return texts.flatMap((text) => {
    const read = readPlanFile(text);
    return "value" in read ? referencesIn(read) : [];
  });
}

function referencesIn(plan: PlanFile): TextReference[] {
  const found = new Map<string, TextReference>();
  const visit = (value: Json, path: readonly PropertyKey[]): void => {
    const reference = referenceOf(value, path);
    if (reference !== undefined) {
      const place = placeText(plan.placeOf(path));
      if (!found.has(reference)) found.set(reference, { file: plan.file, reference, place });
    } else if (value !== null && typeof value === "object") {
      for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
    }
  };
  visit(plan.value, []);
  return [...found.values()];
}

function referenceOf(value: Json, path: readonly PropertyKey[]): string | undefined {
  if (typeof value === "string") {
    return path.length === 3 && path[0] === "apis" && path[2] === "openapi" ? `file:${value}` : undefined;
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const [only, ...others] = Object.entries(value as Readonly<Record<string, Json>>);
  if (only === undefined || others.length > 0 || typeof only[1] !== "string") return undefined;
  return only[0] === "env" || only[0] === "file" ? `${only[0]}:${only[1]}` : undefined;
}
