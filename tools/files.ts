import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Paths of the checkout that match, from its root, with forward slashes, sorted; nothing that npm installed. */
export function findFiles(patterns: readonly string[], root = ROOT): string[] {
  return globSync([...patterns], { cwd: root, exclude: ["**/node_modules/**", ".git/**"] })
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
}
