import { placeText } from "../model/difference.ts";
import type { Fields, Json } from "../model/wanted.ts";
import { SECTIONS, UNREAD } from "./sections.ts";
import { type PlanFile, type PlanText, readPlanFile } from "./plan-file.ts";

/** Something outside of the texts that one of them means. */
export interface TextReference {
  readonly file: string;
  /** `env:NAME` or `file:PATH`, the path from the folder of the file. */
  readonly reference: string;
  /** Where it is named, for messages. */
  readonly place: string;
  /** An OpenAPI document, which is sent as it stands; else a short text, such as a secret. */
  readonly isDocument: boolean;
}

/**
 * What the texts refer to, `{env: NAME}`, `{file: path}` and `openapi: path`, each once for a file. Where nothing uses it yet it is left
 * alone: a secret that nobody needs is not sent. A text that is no YAML has none: whoever reads it whole says what is wrong.
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
    const reference = referenceOf(value);
    if (reference !== undefined) {
      const place = placeText(plan.placeOf(path));
      if (!found.has(reference)) found.set(reference, { file: plan.file, reference, place, isDocument: false });
    } else if (typeof value === "string" && isDocumentAt(path)) {
      const document = documentReference(value);
      const place = placeText(plan.placeOf(path));
      found.set(document, { file: plan.file, reference: document, place, isDocument: true });
    } else if (value !== null && typeof value === "object") {
      for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
    }
  };
  const parts = plan.value as Readonly<Record<string, Json>> | null;
  for (const [section, kind] of SECTIONS) {
    const unused = UNREAD[kind] ?? [];
    for (const [name, entry] of Object.entries(parts?.[section] ?? {})) {
      const used = Object.entries((entry ?? {}) as Fields).filter(([key]) => !unused.includes(key));
      for (const [key, value] of used) visit(value, [section, name, key]);
    }
  }
  return [...found.values()];
}

function referenceOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const [only, ...others] = Object.entries(value as Readonly<Record<string, Json>>);
  if (only === undefined || others.length > 0 || typeof only[1] !== "string") return undefined;
  return only[0] === "env" || only[0] === "file" ? `${only[0]}:${only[1]}` : undefined;
}

/** The reference that an `openapi: path` is. */
export function documentReference(path: string): string {
  return `file:${path}`;
}

/** `apis.orders.openapi`, or that of one of its versions. */
function isDocumentAt(path: readonly PropertyKey[]): boolean {
  if (path[0] !== "apis" || path.at(-1) !== "openapi") return false;
  return path.length === 3 || (path.length === 5 && path[2] === "versions");
}
