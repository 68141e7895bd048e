import { resolveFrom } from "./place.ts";
import type { Import, Source } from "./source.ts";
import type { Violation } from "./violation.ts";

const ROOT = "web/src/";
/** Doors whose values run in a browser: without files, without a server. */
const DOORS = ["#kernel", "#charts"];
/** Pure functions that say a fact in words: so the console says it as the terminal does. */
const WORDS = /^src\/\w+\/model\/words\.ts$/;
/** What goes over the wire, as types only. */
const CONTRACT = /^src\/.+\/contract\.ts$/;

/** What the console may import: itself, packages, `#kernel` and `#charts`, words of a model, and types of a contract. */
export function checkWeb(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => {
    if (!source.path.startsWith(ROOT) || /\.test\.tsx?$/.test(source.path)) return [];
    return source.imports.flatMap((imported) => {
      const message = webFault(source.path, imported);
      return message === undefined ? [] : [{ rule: "web", path: source.path, line: imported.line, message }];
    });
  });
}

function webFault(path: string, { specifier, typeOnly, names }: Import): string | undefined {
  if (specifier.startsWith("node:")) return `the console runs in a browser: there is no ${specifier}`;
  if (specifier.startsWith("#")) {
    return DOORS.includes(specifier) ? undefined : `the console's doors are ${DOORS.join(" and ")}, not ${specifier}`;
  }
  if (!specifier.startsWith(".")) return undefined;
  const target = resolveFrom(path, specifier);
  if (target.startsWith(ROOT) || WORDS.test(target)) return undefined;
  if (!CONTRACT.test(target)) return `${target} is not for the console: take types of a contract, or words of a model`;
  const isTypes = typeOnly || (names.length > 0 && names.every((name) => name.typeOnly));
  return isTypes ? undefined : `of ${target} the console takes types only`;
}
