import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { FIRST_LOAD_LIMIT_BYTES, firstLoad } from "./first-load.ts";
import { stampFile, stampOf } from "./stamp.ts";
import { viteConfig } from "./vite-config.ts";

/**
 * A program of its own, so that what the bundler needs of memory is given back before the server starts. Builds
 * beside, then swaps: whoever serves `web/dist` never sees half a console. Exit code 1 when the first load is too heavy.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "web", "dist");
const fresh = `${dist}.${process.pid}`;

mkdirSync(fresh, { recursive: true });
try {
  const result = await build(viteConfig(root, fresh));
  const outputs = Array.isArray(result)
    ? result.flatMap(({ output }) => output)
    : "output" in result
      ? result.output
      : [];
  const modules = outputs.flatMap((each) => (each.type === "chunk" ? each.moduleIds : []));
  writeFileSync(stampFile(fresh), JSON.stringify(stampOf(root, sharedOf(modules))));
  const { bytes } = firstLoad(fresh);
  if (bytes > FIRST_LOAD_LIMIT_BYTES) {
    throw new Error(`The first load is ${kilobytes(bytes)}; at most ${kilobytes(FIRST_LOAD_LIMIT_BYTES)} are allowed.`);
  }
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  process.stdout.write(`first load ${kilobytes(bytes)} compressed\n`);
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** Sources of ours outside `web/`, from the root. */
function sharedOf(modules: readonly string[]): string[] {
  const inside = modules
    .map((id) => relative(root, id))
    .filter((path) => !isAbsolute(path) && path.startsWith(`src${sep}`));
  return [...new Set([...inside, join("src", "charts", "chart-style.ts")])];
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000)} kB`;
}
