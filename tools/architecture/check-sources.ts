import { checkCycles } from "./cycles.ts";
import { checkDates } from "./dates.ts";
import { checkDocs } from "./docs.ts";
import { checkImports } from "./imports.ts";
import { checkNames } from "./names.ts";
import { readSource } from "./source.ts";
import type { Violation } from "./violation.ts";
import { checkWeb } from "./web.ts";

/** All rules over a tree of files, path → text; a pure function, so that a test can hand it a tree that offends. */
export function checkSources(tree: ReadonlyMap<string, string>): Violation[] {
  const sources = [...tree].map(([path, text]) => readSource(path, text));
  return [checkImports, checkCycles, checkDates, checkNames, checkDocs, checkWeb].flatMap((check) => check(sources));
}
