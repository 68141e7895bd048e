import { stat } from "node:fs/promises";
import type { Stats } from "node:fs";
import { isSystemError } from "#kernel";
import { type Fingerprint, fits, HEAD_BYTES } from "./fingerprint.ts";
import type { FollowLimits } from "./follow-limits.ts";
import { FollowedFile } from "./followed-file.ts";
import { type LogBytes, openLogBytes } from "./log-bytes.ts";
import { FINISHED_MAX, type Place } from "./place.ts";
import { isRotatedName } from "./rotated-name.ts";
import { type Sibling, type Siblings, siblingsOf } from "./siblings.ts";

export interface FollowedFilesOptions {
  readonly path: string;
  readonly limits: FollowLimits;
  /** Whether a path is followed by itself, so that it is no rotated file of this one. */
  readonly isFollowed: (path: string) => boolean;
  /** Milliseconds of a clock that does not jump. */
  readonly steadyMs: () => number;
  /** Told of a file that is gone for good before it was read to its end. */
  readonly onLost: (file: FollowedFile) => void;
}

/** The files behind one followed path: the one that is there, and older ones that are not read to their end. */
export class FollowedFiles {
  /** The oldest first. */
  readonly files: FollowedFile[] = [];
  readonly finished: Fingerprint[] = [];
  changedAt = 0;
  /** Whether the place on disk is behind. */
  hasChanged = false;
  readonly #options: FollowedFilesOptions;
  /** Rotated files beside the path are to be looked through for such as were never read. */
  #mayHaveMissed: boolean;
  #current: FollowedFile | null = null;

  /** `place`: how far the path was read; undefined when it is followed for the first time. */
  constructor(options: FollowedFilesOptions, place: Place | undefined) {
    this.#options = options;
    this.#mayHaveMissed = place !== undefined;
    if (place === undefined) return;
    const now = options.steadyMs();
    this.files.push(...place.files.map((file) => FollowedFile.at(file, now)));
    this.finished.push(...place.finished);
    this.changedAt = place.changedAt;
  }

  /** The file at the path; null while there is none. */
  get current(): FollowedFile | null {
    return this.#current;
  }

  /** Looks what became of the path and its files: created, renamed, cut, compressed, gone. Throws what the system says. */
  async look(): Promise<void> {
    const stats = await this.#stats();
    await this.#checkCurrent(stats);
    for (const file of this.files) if (file !== this.#current) await this.#checkOlder(file);
    if (this.files.some(({ bytes }) => bytes === null)) await this.#findLost();
    if (stats !== undefined && this.#current === null) await this.#openCurrent(stats);
    if (this.#mayHaveMissed) await this.#findMissed();
    if (stats !== undefined && !this.#mayHaveMissed) this.changedAt = Math.max(this.changedAt, stats.mtimeMs);
    this.#giveUpLost();
  }

  /** A file that is no longer at the path was read to its end. */
  async finish(file: FollowedFile): Promise<void> {
    this.#forget(file);
    await file.bytes?.close();
  }

  async close(): Promise<void> {
    for (const { bytes } of this.files) await bytes?.close();
  }

  async #stats(): Promise<Stats | undefined> {
    try {
      return await stat(this.#options.path);
    } catch (fault) {
      if (isGone(fault)) return undefined;
      throw fault;
    }
  }

  /** Is the file at the path still the same one, and as it was? */
  async #checkCurrent(stats: Stats | undefined): Promise<void> {
    const now = this.#options.steadyMs();
    const current = this.#current;
    if (current !== null) {
      const isThere = stats !== undefined && current.isAt({ device: stats.dev, inode: stats.ino });
      // Of one that was empty nothing tells whether it was filled, copied and cut since.
      if (isThere && current.fingerprint.bytes === 0 && stats.mtimeMs > this.changedAt) this.#mayHaveMissed = true;
      if (isThere && (await current.isAsItWas())) return;
      this.#current = null;
      this.#mayHaveMissed = true;
      // Cut where it lies: the copy that was made before is to be found. Renamed: it is read on as it is.
      if (isThere) await current.lose(now);
      else current.since = now;
    }
    if (stats === undefined) return;
    const known = this.files.find((file) => file.bytes !== null && file.isAt({ device: stats.dev, inode: stats.ino }));
    // Renamed, and renamed back.
    if (known !== undefined && (await known.isAsItWas())) this.#current = known;
  }

  /**
   * One that was empty when it was opened is known by how it begins before it comes back under another name. One that was
   * cut, and then renamed before anybody looked, has other lines now: its own are in the copy.
   */
  async #checkOlder(file: FollowedFile): Promise<void> {
    if (file.bytes === null || (await file.isAsItWas())) return;
    await file.lose(this.#options.steadyMs());
    this.#mayHaveMissed = true;
  }

  async #openCurrent({ dev, ino }: Stats): Promise<void> {
    const { path, steadyMs } = this.#options;
    // While there was none, several may have come and been rotated away. Before the first one nothing is missed.
    if (this.changedAt > 0) this.#mayHaveMissed = true;
    const known = this.files.find((file) => file.bytes !== null && file.isAt({ device: dev, inode: ino }));
    const file = known ?? (await FollowedFile.from(await openLogBytes(path), steadyMs()));
    if (known === undefined) this.files.push(file);
    this.#current = file;
    this.hasChanged = true;
  }

  async #findLost(): Promise<void> {
    // Of a file that was empty nothing is known, and nothing is lost.
    const unknown = this.files.filter((one) => one.bytes === null && one.fingerprint.bytes === 0);
    for (const file of unknown) this.#remove(file);
    const { files: siblings } = await this.#unclaimed();
    for (const file of this.files.filter(({ bytes }) => bytes === null)) {
      const likely = siblings.toSorted((one, other) => Number(file.isAt(other)) - Number(file.isAt(one)));
      await this.#find(file, likely);
    }
  }

  async #find(file: FollowedFile, siblings: readonly Sibling[]): Promise<void> {
    for (const { path } of siblings) {
      const bytes = await openLogBytes(path).catch(() => undefined);
      if (bytes === undefined) continue;
      if (!this.#isClaimed(bytes) && (await file.found(bytes).catch(() => false))) {
        file.since = this.#options.steadyMs();
        return;
      }
      await bytes.close();
    }
  }

  /**
   * Files that came and were rotated away while nobody looked: such as are newer than what was seen, and were never read.
   * When one went away between listing and opening, it is there under another name: it is looked for again the next time.
   */
  async #findMissed(): Promise<void> {
    const { path, isFollowed, steadyMs } = this.#options;
    const { files, isWhole } = await this.#unclaimed();
    this.#mayHaveMissed = !isWhole;
    const missed: FollowedFile[] = [];
    for (const { path: at, name, modifiedAt } of files) {
      if (!isRotatedName(path, name) || isFollowed(at) || modifiedAt < this.changedAt) continue;
      const bytes = await openLogBytes(at).catch((fault: unknown) => {
        this.#mayHaveMissed ||= isGone(fault);
      });
      if (bytes === undefined) continue;
      if (await this.#wasRead(bytes, missed)) await bytes.close();
      else missed.unshift(await FollowedFile.from(bytes, steadyMs()));
    }
    if (missed.length === 0) return;
    const before = this.#current === null ? this.files.length : this.files.indexOf(this.#current);
    this.files.splice(before, 0, ...missed);
    this.hasChanged = true;
  }

  async #wasRead(bytes: LogBytes, missed: readonly FollowedFile[]): Promise<boolean> {
    const head = await bytes.head().catch(() => Buffer.alloc(0));
    const files = [...this.files, ...missed];
    // One that was empty a moment ago may have been filled and compressed since.
    for (const file of files) if (file.fingerprint.bytes < HEAD_BYTES) await file.isAsItWas();
    const known = [...this.finished, ...files.map(({ fingerprint }) => fingerprint)];
    return head.length === 0 || known.some((fingerprint) => fits(fingerprint, head.subarray(0, HEAD_BYTES)));
  }

  /** Those beside the path that are not being read, plain ones first: while a file is being compressed, both are there. */
  async #unclaimed(): Promise<Siblings> {
    const { files, isWhole } = await siblingsOf(this.#options.path);
    const unclaimed = files.filter((sibling) => !this.#isClaimed(sibling));
    return { files: [...unclaimed.filter((one) => !isPacked(one)), ...unclaimed.filter(isPacked)], isWhole };
  }

  #isClaimed(sibling: { readonly device: number; readonly inode: number }): boolean {
    return this.files.some((file) => file.bytes !== null && file.isAt(sibling));
  }

  #giveUpLost(): void {
    const { steadyMs, limits, onLost } = this.#options;
    const before = steadyMs() - limits.lostAfterMs;
    for (const file of this.files.filter(({ bytes, since }) => bytes === null && since <= before)) {
      this.#forget(file);
      onLost(file);
    }
  }

  /** It is not read any more, by whatever name it comes back. */
  #forget(file: FollowedFile): void {
    this.#remove(file);
    if (file.fingerprint.bytes > 0) this.finished.push(file.fingerprint);
    if (this.finished.length > FINISHED_MAX) this.finished.shift();
  }

  #remove(file: FollowedFile): void {
    this.files.splice(this.files.indexOf(file), 1);
    if (this.#current === file) this.#current = null;
    this.hasChanged = true;
  }
}

function isGone(fault: unknown): boolean {
  return isSystemError(fault) && fault.code === "ENOENT";
}

function isPacked({ name }: Sibling): boolean {
  return /\.(?:gz|zst)$/.test(name);
}
