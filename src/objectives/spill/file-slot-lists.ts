import {
  closeSync,
  fstatSync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { invariant, Refusal } from "#kernel";
import type { SlotLists } from "../model/engine/slot-lists.ts";

/** A file is cut here, so that the space of lists that were released comes back in parts of this. */
const FILE_BYTES = 4 * 2 ** 20;
/** What is appended is written in parts of this. */
const BUFFER_BYTES = 64 * 2 ** 10;
/** A handle is the number of its file times this, plus where it begins. */
const PLACES = 2 ** 27;
const NOTHING: SavedLists = { files: [], emptied: 0 };
const NAME = /^(\d{1,10})\.lists$/;

/** The files of slot lists as they were at an instant: what a snapshot must keep to find the lists again. Plain values. */
export interface SavedLists {
  readonly files: readonly SavedFile[];
  /** How many files had been emptied until then. */
  readonly emptied: number;
}

interface SavedFile {
  readonly number: number;
  readonly keptMs: number;
  readonly length: number;
  /** Bytes that were not released. */
  readonly live: number;
}

/** A file of lists that are kept about equally long: only appended to, and unlinked when all of it was released. */
interface ListFile {
  readonly number: number;
  readonly keptMs: number;
  readonly descriptor: number;
  /** Of these bytes, all from `flushed` on lie in `buffer` only. */
  length: number;
  flushed: number;
  live: number;
  synced: number;
}

/** The file that takes what comes. `buffer` holds what of it was not written yet, from `file.flushed` on. */
interface Current {
  file: ListFile;
  buffer: Uint8Array;
}

/**
 * Slot lists in files of a directory of their own. What was read once comes from the page cache, so nothing is kept in
 * memory. Not safe against a crash by itself: the constructor goes back to what a snapshot names, and what lies behind is cut.
 */
export class FileSlotLists implements SlotLists {
  readonly #directory: string;
  readonly #files = new Map<number, ListFile>();
  /** By `keptMs`. */
  readonly #current = new Map<number, Current>();
  /** Files that were emptied and still lie there, by the order in which they were. */
  #emptied: { readonly order: number; readonly file: ListFile }[] = [];
  #emptiedCount: number;
  #next = 1;
  #scratch = new Uint8Array(BUFFER_BYTES);

  /**
   * Opens a directory (made when absent) as it was at a snapshot. All else in it that looks like a list is deleted, save
   * what `others` name: snapshots that somebody may still go back to. Refuses when files are missing or short.
   */
  constructor(directory: string, saved: SavedLists = NOTHING, others: readonly SavedLists[] = []) {
    this.#directory = directory;
    this.#emptiedCount = saved.emptied;
    mkdirSync(directory, { recursive: true });
    for (const file of saved.files) this.#adopt(file);
    const known = new Set([saved, ...others].flatMap(({ files }) => files.map(({ number }) => number)));
    for (const name of readdirSync(directory)) {
      const number = Number(NAME.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(number)) continue;
      this.#next = Math.max(this.#next, number + 1);
      if (!known.has(number)) unlinkSync(join(directory, name));
    }
  }

  append(bytes: Uint8Array, keptMs: number): number {
    const current = this.#roomFor(bytes.length, keptMs);
    const { file } = current;
    const start = file.length;
    this.#makeRoom(current, bytes.length);
    current.buffer.set(bytes, file.length - file.flushed);
    file.length += bytes.length;
    file.live += bytes.length;
    return file.number * PLACES + start;
  }

  read(handle: number, length: number): Uint8Array {
    const file = this.#fileOf(handle);
    const start = handle % PLACES;
    invariant(start + length <= file.length, `a list of file ${file.number} ends behind it`);
    if (start >= file.flushed) {
      const buffer = this.#current.get(file.keptMs)?.buffer as Uint8Array;
      return buffer.subarray(start - file.flushed, start - file.flushed + length);
    }
    if (length > this.#scratch.length) this.#scratch = new Uint8Array(length);
    for (let read = 0; read < length;) {
      const more = readSync(file.descriptor, this.#scratch, read, length - read, start + read);
      if (more === 0) throw short(this.#directory, file.number);
      read += more;
    }
    return this.#scratch.subarray(0, length);
  }

  release(handle: number, length: number): void {
    const file = this.#fileOf(handle);
    file.live -= length;
    if (file.live === 0 && this.#current.get(file.keptMs)?.file !== file) this.#empty(file);
  }

  /** What a snapshot must keep, at once; `sync` must have been waited for before the snapshot counts. */
  save(): SavedLists {
    for (const { file, buffer } of this.#current.values()) this.#flush(file, buffer);
    return {
      files: [...this.#files.values()].map(({ number, keptMs, length, live }) => ({ number, keptMs, length, live })),
      emptied: this.#emptiedCount,
    };
  }

  /** Makes durable what was saved. */
  async sync(): Promise<void> {
    for (const file of this.#files.values()) {
      const { flushed } = file;
      if (file.synced === flushed) continue;
      await synced(file.descriptor);
      file.synced = flushed;
    }
  }

  /** Deletes files that had been emptied when `saved`, the oldest snapshot that anybody may go back to, was made. */
  sweep(saved: SavedLists): void {
    for (const { order, file } of this.#emptied) {
      if (order > saved.emptied) continue;
      closeSync(file.descriptor);
      unlinkSync(this.#pathOf(file.number));
    }
    this.#emptied = this.#emptied.filter(({ order }) => order > saved.emptied);
  }

  /** Bytes in files, those that were emptied and not swept yet apart. */
  get bytes(): number {
    let bytes = 0;
    for (const { length } of this.#files.values()) bytes += length;
    return bytes;
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor);
    for (const { file } of this.#emptied) closeSync(file.descriptor);
    this.#files.clear();
    this.#current.clear();
  }

  #roomFor(bytes: number, keptMs: number): Current {
    let current = this.#current.get(keptMs);
    if (current === undefined) {
      current = { file: this.#newFile(keptMs), buffer: new Uint8Array(BUFFER_BYTES) };
      this.#current.set(keptMs, current);
    } else if (current.file.length + bytes > FILE_BYTES && current.file.length > 0 && this.#couldFlush(current)) {
      const full = current.file;
      current.file = this.#newFile(keptMs);
      if (full.live === 0) this.#empty(full);
    }
    return current;
  }

  #newFile(keptMs: number): ListFile {
    const number = this.#next++;
    const descriptor = openSync(this.#pathOf(number), "wx+");
    const file = { number, keptMs, descriptor, length: 0, flushed: 0, live: 0, synced: 0 };
    this.#files.set(number, file);
    return file;
  }

  #adopt({ number, keptMs, length, live }: SavedFile): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.#pathOf(number), "r+");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw short(this.#directory, number);
      throw error;
    }
    const file = { number, keptMs, descriptor, length, flushed: length, live, synced: length };
    this.#files.set(number, file);
    if (fstatSync(descriptor).size < length) throw short(this.#directory, number);
    ftruncateSync(descriptor, length);
    // The latest of its kind is written on.
    const newest = this.#current.get(keptMs)?.file;
    if (newest === undefined || newest.number < number) {
      this.#current.set(keptMs, { file, buffer: new Uint8Array(BUFFER_BYTES) });
    }
  }

  /** What the disk does not take stays in memory, so that the objectives go on; the next snapshot tells why. */
  #makeRoom(current: Current, bytes: number): void {
    const { file, buffer } = current;
    if (file.length - file.flushed + bytes <= buffer.length) return;
    if (this.#couldFlush(current) && bytes <= buffer.length) return;
    const waiting = buffer.subarray(0, file.length - file.flushed);
    current.buffer = new Uint8Array(Math.max(2 * buffer.length, waiting.length + bytes));
    current.buffer.set(waiting);
  }

  #couldFlush({ file, buffer }: Current): boolean {
    try {
      this.#flush(file, buffer);
      return true;
    } catch {
      return false;
    }
  }

  #flush(file: ListFile, buffer: Uint8Array): void {
    if (file.length === file.flushed) return;
    write(file, buffer.subarray(0, file.length - file.flushed));
    file.flushed = file.length;
  }

  #empty(file: ListFile): void {
    this.#files.delete(file.number);
    this.#emptied.push({ order: ++this.#emptiedCount, file });
  }

  #fileOf(handle: number): ListFile {
    const file = this.#files.get(Math.floor(handle / PLACES));
    invariant(file !== undefined, `no file holds the list ${handle}`);
    return file;
  }

  #pathOf(number: number): string {
    return join(this.#directory, `${number}.lists`);
  }
}

const synced = promisify(fsync);

function write({ descriptor, flushed }: ListFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, flushed + written);
  }
}

function short(directory: string, number: number): Refusal {
  return new Refusal(
    "unavailable",
    "objectives.lists-missing",
    `${join(directory, `${number}.lists`)} is missing or shorter than the snapshot says, so the windows of objectives cannot be continued. ` +
      "Delete the snapshots: everything is then counted anew from the record log.",
  );
}
