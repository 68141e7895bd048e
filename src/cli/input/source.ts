import { closeSync, createReadStream, openSync, statSync } from "node:fs";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { Refusal } from "#kernel";
import { identityOf } from "./identity-of.ts";

const CHUNK_BYTES = 262_144;
const GZIP_MAGIC = [0x1f, 0x8b];
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** What the name on the command line says when it comes on standard input. */
export const STANDARD_INPUT = "-";
/** How messages call it. */
export const STANDARD_INPUT_NAME = "standard input";

/** How a verb names what it reads, in messages. */
export interface InputWords {
  /** What reads standard input: "plimsoll replay -". */
  readonly command: string;
  /** What to name instead of a directory: "the log files in it: %/*.log"; % is the directory. */
  readonly inDirectory: string;
}

/** One input: a file or standard input, decompressed by what it holds, not by its name. */
export interface Source {
  /** As the user wrote it; "standard input" for `-`. */
  readonly name: string;
  /** Bytes on disk; undefined for standard input and pipes. */
  readonly size: number | undefined;
  /** Bytes read so far, before decompression. */
  bytesRead(): number;
  /** The content in pieces. */
  chunks(): AsyncIterable<Buffer>;
}

/**
 * Opens every input before any is read, so that a wrong name costs no waiting.
 * Refuses what is missing, unreadable, a directory, or named twice (its lines would be counted twice).
 */
export function openSources(names: readonly string[], words: InputWords): Source[] {
  const seen = new Map<string, string>();
  return names.map((name) => {
    const identity = name === STANDARD_INPUT ? name : identityOf(name);
    const earlier = seen.get(identity);
    if (earlier !== undefined) {
      throw new Refusal(
        "invalid",
        "input.file-twice",
        `${name} is the same input as ${earlier}: its lines would be counted twice. Name it once.`,
      );
    }
    seen.set(identity, name);
    return name === STANDARD_INPUT ? standardInput(words) : fileSource(name, words);
  });
}

function fileSource(name: string, words: InputWords): Source {
  const size = readableSize(name, words);
  let bytesRead = 0;
  const raw = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of createReadStream(name, { highWaterMark: CHUNK_BYTES })) {
        bytesRead += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    } catch (error) {
      throw unreadable(name, error, words);
    }
  };
  return { name, size, bytesRead: () => bytesRead, chunks: () => decompressed({ name, words }, raw()) };
}

function standardInput(words: InputWords): Source {
  let bytesRead = 0;
  const raw = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of process.stdin) {
      bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  };
  const name = STANDARD_INPUT_NAME;
  return { name, size: undefined, bytesRead: () => bytesRead, chunks: () => decompressed({ name, words }, raw()) };
}

/**
 * The size of a file that can be read, so that a refusal comes before the work; undefined for a pipe, which must not
 * be opened twice.
 */
function readableSize(name: string, words: InputWords): number | undefined {
  try {
    const stat = statSync(name);
    if (stat.isDirectory()) {
      throw new Refusal(
        "invalid",
        "input.directory",
        `${name} is a directory. Name ${words.inDirectory.replace("%", name.replace(/\/$/, ""))}`,
      );
    }
    if (!stat.isFile()) return undefined;
    closeSync(openSync(name, "r"));
    return stat.size;
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(name, error, words);
  }
}

function unreadable(name: string, error: unknown, words: InputWords): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const why: Readonly<Record<string, string>> = {
    ENOENT: "does not exist. Check the path; `-` reads standard input.",
    EACCES: `cannot be read: no permission. Run as a user who may read it, or pipe it in: sudo cat FILE | ${words.command}`,
    ENOTDIR: "does not exist: a part of its path is a file, not a directory.",
  };
  return new Refusal(
    "invalid",
    "input.unreadable",
    `${name === "" ? '""' : name} ${why[code] ?? `cannot be read (${code || String(error)}).`}`,
  );
}

interface Named {
  readonly name: string;
  readonly words: InputWords;
}

async function* decompressed(input: Named, raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await raw.next();
  if (first.done === true) return;
  const whole = prepended(first.value, raw);
  if (startsWith(first.value, GZIP_MAGIC)) yield* inflated(input, { kind: "gzip", through: createGunzip() }, whole);
  else if (startsWith(first.value, ZSTD_MAGIC)) {
    yield* inflated(input, { kind: "zstd", through: createZstdDecompress() }, whole);
  } else yield* whole;
}

async function* prepended(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

interface Inflation {
  readonly kind: "gzip" | "zstd";
  readonly through: Transform;
}

async function* inflated(
  { name, words }: Named,
  { kind, through }: Inflation,
  packed: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  const fed = pipeline(packed, through, { end: true });
  // The same fault reaches the loop below; unhandled here it would end the process.
  fed.catch(() => undefined);
  try {
    for await (const chunk of through) yield chunk as Buffer;
    await fed;
  } catch (error) {
    const tool = kind === "gzip" ? "zcat" : "zstdcat";
    throw new Refusal(
      "invalid",
      "input.broken-compression",
      `${name}: its ${kind} data is damaged or cut short (${(error as Error).message}), so the counts would be too low. ` +
        `Get the whole file, or take what is there: ${tool} ${name === STANDARD_INPUT_NAME ? "FILE" : name} | ${words.command}`,
    );
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
