import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * The folder of the built console: in a checkout it is built when its sources are newer; in a package it is there.
 * Undefined when there is neither, as in an installation without the tools to build it.
 */
export async function builtConsole(say: (line: string) => void): Promise<string | undefined> {
  const dist = join(ROOT, "web", "dist");
  const builder = join(ROOT, "web", "build", "ensure-console.ts");
  const canBuild = existsSync(builder) && existsSync(join(ROOT, "node_modules", "vite"));
  if (!canBuild) return existsSync(dist) ? dist : undefined;
  // Lies outside of src/, and is not part of a package: so it is no import of ours.
  const { ensureConsole } = (await import(pathToFileURL(builder).href)) as {
    readonly ensureConsole: (root: string, say: (line: string) => void) => Promise<string>;
  };
  return ensureConsole(ROOT, say);
}
