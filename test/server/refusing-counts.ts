import fs, { existsSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** For `node --import`: as long as the file that `COUNTS_FAIL_WHILE` names is there, the disk has no space for counts. */
const sign = process.env["COUNTS_FAIL_WHILE"] ?? "";
const ofCounts = new Set<number>();
const { openSync, writeSync, closeSync } = fs;
fs.openSync = function open(...args: Parameters<typeof openSync>): number {
  const file = openSync(...args);
  if (String(args[0]).endsWith(".counts")) ofCounts.add(file);
  return file;
};
fs.closeSync = function close(file: number): void {
  ofCounts.delete(file);
  closeSync(file);
};
fs.writeSync = function write(file: number, ...rest: readonly unknown[]): number {
  if (!ofCounts.has(file) || !existsSync(sign)) return Reflect.apply(writeSync, fs, [file, ...rest]) as number;
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
};
syncBuiltinESMExports();
