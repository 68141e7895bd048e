import { globSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isRotatedName } from "./rotated-name.ts";

/**
 * The files that a path stands for: itself, there or not; with `*`, `?` or `[…]`, those that are there and fit. Compressed
 * ones are not followed, nor is one that has the name of another one of them as rotation changes it.
 */
export function matchingPaths(path: string): string[] {
  if (!/[*?[]/.test(path)) return [path];
  const found = globSync(path).filter((one) => !/\.(?:gz|zst)$/.test(one));
  return found.filter((one) => !found.some((other) => isRotatedOf(other, one))).toSorted();
}

function isRotatedOf(path: string, other: string): boolean {
  return path !== other && dirname(path) === dirname(other) && isRotatedName(path, basename(other));
}
