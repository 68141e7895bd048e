import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { docReferences } from "./doc-refs/doc-references.ts";
import { findFiles, ROOT } from "./files.ts";

/** Tells every link, file and npm script that a document names and that does not exist. Exit code 1 when there is one. */
const scripts = new Set(Object.keys(manifestScripts()));
const faults = findFiles(["**/*.md", ".github/**/*.md"]).flatMap(faultsIn);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? "The documents refer to what exists.\n" : `${faults.length} to mend.\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function faultsIn(document: string): string[] {
  const folder = dirname(document);
  return docReferences(readFileSync(join(ROOT, document), "utf8")).flatMap(({ line, kind, target }) => {
    if (kind === "script") return scripts.has(target) ? [] : [`${document}:${line}  there is no script "${target}"`];
    const found = kind === "link" ? existsSync(join(ROOT, folder, target)) : fileExists(target);
    return found ? [] : [`${document}:${line}  ${target} does not exist`];
  });
}

/** A path in backticks counts from the root, or from any folder: `model/words.ts` is a file of several modules. */
function fileExists(target: string): boolean {
  return existsSync(join(ROOT, target)) || findFiles([`**/${target}`]).length > 0;
}

function manifestScripts(): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
  return manifest.scripts;
}
