import { resolveFrom } from "./place.ts";
import type { Source } from "./source.ts";
import type { Violation } from "./violation.ts";

/** Files that import each other in a ring, types included: such files are one file. Each ring is told once. */
export function checkCycles(sources: readonly Source[]): Violation[] {
  const graph = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const done = new Set<string>();
  return sources.flatMap(({ path }) => ringsFrom({ graph, done, trail: [] }, path));
}

interface Walk {
  readonly graph: ReadonlyMap<string, readonly string[]>;
  readonly done: Set<string>;
  readonly trail: readonly string[];
}

function ringsFrom(walk: Walk, path: string): Violation[] {
  const start = walk.trail.indexOf(path);
  if (start >= 0) return [ring(walk.trail.slice(start))];
  if (walk.done.has(path)) return [];
  const trail = [...walk.trail, path];
  const found = (walk.graph.get(path) ?? []).flatMap((target) => ringsFrom({ ...walk, trail }, target));
  walk.done.add(path);
  return found;
}

function ring(paths: readonly string[]): Violation {
  const path = paths[0] ?? "";
  return { rule: "cycles", path, line: 0, message: `imports itself: ${[...paths, path].join(" → ")}` };
}

function targetsOf(source: Source): string[] {
  return source.imports.flatMap(({ specifier }) => {
    if (specifier.startsWith(".")) return [resolveFrom(source.path, specifier)];
    return specifier.startsWith("#") ? [`src/${specifier.slice(1)}/index.ts`] : [];
  });
}
