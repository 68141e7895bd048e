import { rmSync } from "node:fs";
import { open, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";

const MIB = 2 ** 20;
const BYTES_MAX = 64 * MIB;

/**
 * Room on the disk that nobody uses, so that when the disk is full there is some for the one thing that must still be
 * written: that somebody is to be woken. It is less than what must stay free for records, so that they never take it.
 */
export class Reserve {
  readonly #path: string;
  readonly #freeBytesMin: number;
  readonly #bytes: number;
  #isReleased = false;

  /** `freeBytesMin`: with less free than that, no records are taken. */
  constructor(path: string, freeBytesMin: number) {
    this.#path = path;
    this.#freeBytesMin = freeBytesMin;
    this.#bytes = Math.min(BYTES_MAX, Math.floor(freeBytesMin / 2));
  }

  /** It was given away, and there was no room for another yet. */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** Gives the room back to the disk. False when it was given already. */
  release(): boolean {
    if (this.#isReleased) return false;
    this.#isReleased = true;
    rmSync(this.#path, { force: true });
    return true;
  }

  /** Takes the room again, once there is more than enough. */
  async renew(): Promise<void> {
    if (await this.#isThere()) return;
    const { bavail, bsize } = await statfs(dirname(this.#path));
    if (bavail * bsize < this.#freeBytesMin + this.#bytes) return;
    try {
      await this.#fill();
    } catch (error) {
      rmSync(this.#path, { force: true });
      throw error;
    }
    this.#isReleased = false;
  }

  /** Zeros that are written: a file that is only made long has no room. */
  async #fill(): Promise<void> {
    const file = await open(this.#path, "w", 0o600);
    try {
      const zeros = Buffer.alloc(MIB);
      for (let at = 0; at < this.#bytes; at += MIB) await file.write(zeros, 0, Math.min(MIB, this.#bytes - at), at);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #isThere(): Promise<boolean> {
    if (this.#isReleased) return false;
    try {
      return (await stat(this.#path)).size >= this.#bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
  }
}
