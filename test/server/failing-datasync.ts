import { existsSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/**
 * For `node --import`: as long as the file that `FSYNC_FAILS_WHILE` names is there, the disk refuses to synchronise what
 * was written, as one that is about to die does.
 */
const sign = process.env["FSYNC_FAILS_WHILE"] ?? "";
const handle = await open(process.execPath, "r");
const prototype = Object.getPrototypeOf(handle) as FileHandle;
await handle.close();
const datasync = Reflect.get<FileHandle, "datasync">(prototype, "datasync");
prototype.datasync = function fail(this: FileHandle): Promise<void> {
  if (!existsSync(sign)) return datasync.call(this);
  return Promise.reject(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }));
};
