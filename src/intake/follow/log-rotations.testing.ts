import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";

/** Rotates a log that is followed, in one step. */
export type Rotation = (log: string) => void;
/** Compresses a file to another path, and removes it. */
export const pack = (path: string, to: string, packed: (bytes: Buffer) => Buffer): void => {
  writeFileSync(to, packed(readFileSync(path)));
  rmSync(path);
};
const shift = (log: string): void => {
  for (let number = 40; number > 0; number--) {
    for (const end of ["", ".gz", ".zst"]) {
      if (existsSync(`${log}.${number}${end}`)) renameSync(`${log}.${number}${end}`, `${log}.${number + 1}${end}`);
    }
  }
};
/** The ways of logrotate and of writers themselves, by what they do. */
export const ROTATIONS: Readonly<Record<string, Rotation>> = {
  renamed: (log) => {
    shift(log);
    renameSync(log, `${log}.1`);
    writeFileSync(log, "");
  },
  "renamed, and no file for a while": (log) => {
    shift(log);
    renameSync(log, `${log}.1`);
  },
  "renamed and compressed by gzip": (log) => {
    shift(log);
    renameSync(log, `${log}.1`);
    writeFileSync(log, "");
    pack(`${log}.1`, `${log}.1.gz`, gzipSync);
  },
  "renamed and compressed by zstd": (log) => {
    shift(log);
    renameSync(log, `${log}.1`);
    pack(`${log}.1`, `${log}.1.zst`, zstdCompressSync);
  },
  "copied and cut": (log) => {
    shift(log);
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
  },
  "copied, cut and compressed": (log) => {
    shift(log);
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    pack(`${log}.1`, `${log}.1.gz`, gzipSync);
  },
};
