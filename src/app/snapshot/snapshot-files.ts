import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/** What a snapshot holds: bytes by the name of the part that wrote them. */
export type SnapshotParts = ReadonlyMap<string, Uint8Array>;

const MAGIC = 0x504c5353;
const HEADER_BYTES = 16;
/** The checksum stands before this, and covers all behind it. */
const CRC_END = 12;
const ALIGNED = 8;
const KEPT = 2;

/** What kind of snapshots are meant. */
export interface SnapshotKind {
  /** Before the dash and the number in the names of their files. */
  readonly name: string;
  /** Raised when a part can no longer read what an older program wrote: the snapshot is then left aside. */
  readonly version: number;
}

/** Of all that was measured up to a position of the log. */
export const MEASURED: SnapshotKind = { name: "snapshot", version: 2 };

/** A snapshot that is there. */
export interface SnapshotFile {
  readonly name: string;
  /** Undefined when it is not what was written. */
  readonly read: () => SnapshotParts | undefined;
  /** Its first part only, unchecked; undefined when there is none. */
  readonly first: () => Uint8Array | undefined;
}

/**
 * Snapshots in a directory: each written whole beside, synchronised and renamed, so that one is either there and right
 * or not there. The newest two are kept: if one is damaged, the log since the other is still there.
 */
export class SnapshotFiles {
  readonly #directory: string;
  readonly #kind: SnapshotKind;
  readonly #name: RegExp;

  constructor(directory: string, kind: SnapshotKind) {
    this.#directory = directory;
    this.#kind = kind;
    this.#name = new RegExp(`^${kind.name}-(\\d{12})$`);
  }

  /** What is there, the newest first. */
  newestFirst(): SnapshotFile[] {
    return this.#names()
      .toReversed()
      .map((name) => ({
        name,
        read: () => decode(readFileSync(join(this.#directory, name)), this.#kind),
        first: () => firstPart(join(this.#directory, name), this.#kind),
      }));
  }

  /** Writes the next snapshot and forgets those before the last two. Throws what the file system says. */
  async write(parts: SnapshotParts): Promise<void> {
    const names = this.#names();
    const next = Number(this.#name.exec(names.at(-1) ?? "")?.[1] ?? 0) + 1;
    const name = `${this.#kind.name}-${String(next).padStart(12, "0")}`;
    const beside = join(this.#directory, `${name}.new`);
    const file = await open(beside, "w", 0o600);
    try {
      for (const piece of encode(parts, this.#kind)) await file.write(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    renameSync(beside, join(this.#directory, name));
    syncDirectory(this.#directory);
    for (const old of names.slice(0, 1 - KEPT)) rmSync(join(this.#directory, old));
  }

  /** Copies the newest into another directory, under the same name. */
  async copyNewest(directory: string): Promise<void> {
    const name = this.#names().at(-1);
    if (name !== undefined) await copyFile(join(this.#directory, name), join(directory, name));
  }

  /** Forgets one of them. */
  remove(name: string): void {
    rmSync(join(this.#directory, name));
    syncDirectory(this.#directory);
  }

  #names(): string[] {
    return readdirSync(this.#directory)
      .filter((name) => this.#name.test(name))
      .toSorted();
  }
}

/**
 * Header {magic, version, CRC of what follows, bytes of the table}, then the table (JSON: name and length by part), then
 * the parts. The table is filled up so that the second part begins where numbers can be read in place, and so does each
 * part behind one whose length is a multiple of ALIGNED: to copy them takes longer than to read them.
 */
function encode(parts: SnapshotParts, { version }: SnapshotKind): Uint8Array[] {
  const [first] = parts.values();
  const names = JSON.stringify([...parts].map(([name, bytes]) => [name, bytes.length]));
  const bare = HEADER_BYTES + Buffer.byteLength(names) + (first?.length ?? 0);
  const table = Buffer.from(names + " ".repeat((ALIGNED - (bare % ALIGNED)) % ALIGNED));
  const pieces = [table, ...parts.values()];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(version, 4);
  header.writeUInt32LE(table.length, 12);
  const covered = [header.subarray(CRC_END), ...pieces];
  header.writeUInt32LE(
    covered.reduce((crc, piece) => crc32(piece, crc), 0),
    8,
  );
  return [header, ...pieces];
}

function decode(bytes: Buffer, kind: SnapshotKind): SnapshotParts | undefined {
  if (!isHeader(bytes, kind) || crc32(bytes.subarray(CRC_END)) !== bytes.readUInt32LE(8)) return undefined;
  const tableEnd = HEADER_BYTES + bytes.readUInt32LE(12);
  const table = tableOf(bytes.subarray(HEADER_BYTES, tableEnd));
  const parts = new Map<string, Uint8Array>();
  let at = tableEnd;
  for (const [name, length] of table) {
    parts.set(name, new Uint8Array(bytes.buffer, bytes.byteOffset + at, length));
    at += length;
  }
  return parts;
}

function isHeader(bytes: Buffer, { version }: SnapshotKind): boolean {
  return bytes.length >= HEADER_BYTES && bytes.readUInt32LE(0) === MAGIC && bytes.readUInt32LE(4) === version;
}

function tableOf(bytes: Buffer): [string, number][] {
  return JSON.parse(bytes.toString()) as [string, number][];
}

function firstPart(path: string, kind: SnapshotKind): Uint8Array | undefined {
  const handle = openSync(path, "r");
  const read = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
  };
  try {
    const header = read(0, HEADER_BYTES);
    if (!isHeader(header, kind)) return undefined;
    const tableBytes = header.readUInt32LE(12);
    if (tableBytes > fstatSync(handle).size) return undefined;
    const [first] = tableOf(read(HEADER_BYTES, tableBytes));
    return first === undefined ? undefined : read(HEADER_BYTES + tableBytes, first[1]);
  } catch (fault) {
    // Not what was written.
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  } finally {
    closeSync(handle);
  }
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
