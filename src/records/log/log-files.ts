import { open, statfs } from "node:fs/promises";

/** A file that the log writes to. Each call is done when it answers; an error means that nothing is known of the bytes. */
export interface LogFile {
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** The bytes, and the length, are on the disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The part of the kernel that a log's promises stand on; tests let it fail. */
export interface LogFiles {
  /** Opens for writing, makes it when absent. */
  open(path: string): Promise<LogFile>;
  /** What was made, renamed or removed in a directory is on the disk. */
  syncDirectory(path: string): Promise<void>;
  /** Bytes that are left for us where a directory lies. */
  freeBytes(directory: string): Promise<number>;
}

/** The file system as it is. */
export const NODE_FILES: LogFiles = {
  async open(path) {
    // Not "a": on Linux that mode ignores the position of a write.
    const handle = await open(path, "r+").catch(() => open(path, "wx"));
    return {
      async write(bytes, at) {
        for (let done = 0; done < bytes.length;) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
          done += bytesWritten;
        }
      },
      sync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    };
  },
  async syncDirectory(path) {
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async freeBytes(directory) {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  },
};
