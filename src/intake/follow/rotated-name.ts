import { basename, extname } from "node:path";

/**
 * Whether a file beside a followed one has a name that rotation gives: `orders.json.1`, `orders.json-20261128.gz`,
 * `orders.json.old`, `orders-2026-11-28T10-15-40.123.json.gz`.
 */
export function isRotatedName(path: string, name: string): boolean {
  const base = basename(path);
  const extension = extname(base);
  const stem = base.slice(0, base.length - extension.length);
  const plain = name.replace(/\.(?:gz|zst)$/, "");
  if (plain.startsWith(base) && /^(?:[.-]\d[\dTZ:._-]*|\.old)$/.test(plain.slice(base.length))) return true;
  if (extension === "" || !plain.startsWith(stem) || !plain.endsWith(extension)) return false;
  return /^[.-]\d[\dTZ:._-]*$/.test(plain.slice(stem.length, -extension.length));
}
