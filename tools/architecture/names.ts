import { placeOf, stem } from "./place.ts";
import { EMPTY_WORDS, FAMILIES, FIXED_NAMES } from "./rules.ts";
import type { Source } from "./source.ts";
import type { Violation } from "./violation.ts";

/** Names that say nothing, and files in `src/` whose name is not that of their main export. */
export function checkNames(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => [...emptyWords(source), ...fileName(source)]);
}

function emptyWords(source: Source): Violation[] {
  const names = [{ name: stem(source.path), line: 0 }, ...source.declarations];
  return names.flatMap(({ name, line }) => {
    const empty = wordsOf(name).find((word) => EMPTY_WORDS.includes(singular(word)));
    if (empty === undefined) return [];
    return [{ rule: "names", path: source.path, line, message: `"${name}": "${empty}" says nothing; name what it is` }];
  });
}

function fileName(source: Source): Violation[] {
  const { module, isTest } = placeOf(source.path);
  const name = stem(source.path);
  const exported = exportedNames(source);
  const exempt = module === undefined || isTest || FIXED_NAMES.includes(name) || FAMILIES.includes(source.path);
  if (exempt || exported.length === 0 || exported.some((other) => isNameOf(name, other))) return [];
  const message = `no export bears the name of the file: ${exported.slice(0, 5).join(", ")}`;
  return [{ rule: "file-name", path: source.path, line: 0, message }];
}

function exportedNames(source: Source): string[] {
  const own = source.declarations.filter(({ exported }) => exported).map(({ name }) => name);
  const passedOn = source.imports
    .filter(({ reExport }) => reExport)
    .flatMap(({ names }) => names.map(({ name }) => name));
  return [...own, ...passedOn];
}

/** `clock` is in `wallClockMs`, `formats` in `LOG_FORMATS`; of a family, the noun: `http-time` in `parseClfTime`. */
function isNameOf(file: string, exported: string): boolean {
  const words = wordsOf(exported).map(singular);
  const own = wordsOf(file).map(singular);
  return words.join("").includes(own.join("")) || words.includes(own.at(-1) ?? "");
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function singular(word: string): string {
  return word.replace(/ies$/, "y").replace(/(?<!s)s$/, "");
}
