import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What the first page may weigh on the wire, script and style together: a phone on a bad line shows it within a second or two. */
export const FIRST_LOAD_LIMIT_BYTES = 200_000;

/** What is loaded before the overview can be seen, and what it weighs compressed. */
export interface FirstLoad {
  readonly files: readonly string[];
  readonly bytes: number;
}

/** The page one lands on, and what draws its charts. */
const FIRST_PAGES = /\/(?:overview-page|series-plot)\.tsx$/;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** Of a built console: the entry, the page one lands on, all that they import at once, and their styles. */
export function firstLoad(dist: string): FirstLoad {
  const text = readFileSync(join(dist, ".vite", "manifest.json"), "utf8");
  const chunks = new Map(Object.entries(JSON.parse(text) as Record<string, Chunk>));
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = chunks.get(name);
    if (chunk === undefined || files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const [name, chunk] of chunks) if (chunk.isEntry === true || FIRST_PAGES.test(name)) add(name);
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  return { files: [...files], bytes };
}
