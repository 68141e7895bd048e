import { closeWord } from "#kernel";
import {
  type Filter,
  filtered,
  FILTERS,
  type Placeholder,
  PLACEHOLDERS,
  type PlaceholderValues,
} from "./placeholder.ts";

/** A template that was read: texts, and names with their filters between them. */
export type TemplatePart =
  | { readonly text: string }
  | { readonly name: Placeholder; readonly filters: readonly Filter[] };

/** The parts, or what is wrong with them, each with a remedy. */
export type ReadTemplate =
  | { readonly parts: readonly TemplatePart[]; readonly faults?: undefined }
  | { readonly faults: readonly string[]; readonly parts?: undefined };

const PIECE = /\{\{([^{}]{0,100})\}\}|(\{\{|\}\}|\{%)/g;
const NAMED = /^\s*([A-Za-z_]+)\s*((?:\|\s*[A-Za-z_]+\s*){0,4})$/;
/** Faults of one text; the others come up when these are mended. */
const FAULTS_MAX = 10;

/**
 * Reads `…{{title}}…{{text|xml}}…`. There are names and filters, nothing else: no loop, no condition, no code, so that a
 * template ends, and says the same each time.
 */
export function parseTemplate(template: string): ReadTemplate {
  const parts: TemplatePart[] = [];
  const faults: string[] = [];
  let from = 0;
  for (const found of template.matchAll(PIECE)) {
    const piece = partOf(found[1], found[0]);
    if (typeof piece === "string") faults.push(piece);
    else parts.push({ text: template.slice(from, found.index) }, piece);
    from = found.index + found[0].length;
    if (faults.length >= FAULTS_MAX) break;
  }
  if (faults.length > 0) return { faults };
  return { parts: [...parts, { text: template.slice(from) }] };
}

function partOf(inside: string | undefined, whole: string): TemplatePart | string {
  const [, name = "", chain = ""] = NAMED.exec(inside ?? "") ?? [];
  if (inside === undefined || name === "") {
    return `${whole.slice(0, 40)} is none of the names that a template can have: it has no loops, conditions or code, only {{${PLACEHOLDERS.join("}}, {{")}}}`;
  }
  const filters = chain
    .split("|")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const wrong = filters.find((each) => !isOneOf(FILTERS, each));
  if (!isOneOf(PLACEHOLDERS, name)) return `{{${name}}} is not known: ${meant(name, PLACEHOLDERS)}`;
  if (wrong !== undefined) return `the filter ${wrong} is not known: ${meant(wrong, FILTERS)}`;
  return { name, filters: filters as Filter[] };
}

function meant(word: string, known: readonly string[]): string {
  const near = closeWord(word, known);
  return near === undefined ? `known are ${known.join(", ")}` : `did you mean ${near}?`;
}

function isOneOf<T extends string>(known: readonly T[], word: string): word is T {
  return known.some((each) => each === word);
}

/**
 * The text with its values in it. Each value is made a part of the place where it stands by `last`, unless its own
 * filters end with that: whoever forgets it opens no hole.
 */
export function fillTemplate(parts: readonly TemplatePart[], values: PlaceholderValues, last: Filter | "none"): string {
  return parts
    .map((part) => {
      if ("text" in part) return part.text;
      const filters = last === "none" || part.filters.at(-1) === last ? part.filters : [...part.filters, last];
      return filters.reduce((value, filter) => filtered[filter](value), values[part.name]);
    })
    .join("");
}
