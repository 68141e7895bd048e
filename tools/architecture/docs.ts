import { placeOf } from "./place.ts";
import type { Source } from "./source.ts";
import type { Violation } from "./violation.ts";

/** Each door, and each export of a model, says what it means. */
export function checkDocs(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => {
    const { module, part, isTest } = placeOf(source.path);
    if (module === undefined || module === "" || isTest) return [];
    if (part === "index") return doorDoc(source);
    return part === "model" ? exportDocs(source) : [];
  });
}

function doorDoc(source: Source): Violation[] {
  if (source.lines[0]?.startsWith("/**") === true) return [];
  return [
    { rule: "docs", path: source.path, line: 1, message: "a door begins with a doc comment: what the module is for" },
  ];
}

function exportDocs(source: Source): Violation[] {
  return source.declarations
    .filter(({ exported, line }) => exported && !documented(source.lines, line))
    .map(({ name, line }) => ({
      rule: "docs",
      path: source.path,
      line,
      message: `${name} has no doc comment: meaning, unit, shape, border cases`,
    }));
}

/** A comment also covers the declarations that follow its own without an empty line between. */
function documented(lines: readonly string[], line: number): boolean {
  for (let at = line - 2; at >= 0; at--) {
    const text = (lines[at] ?? "").trimEnd();
    if (text.endsWith("*/")) return true;
    if (text === "") return false;
  }
  return false;
}
