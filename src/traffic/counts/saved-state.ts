import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompressSync } from "node:zlib";
import { invariant, nextTurn, SaveReader, type SaveWriter } from "#kernel";
import { CellKeys } from "../model/cell-keys.ts";
import type { Run } from "../model/run.ts";

const VERSION = 2;

const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** The length before compression stands before the compressed bytes. */
const LENGTH_BYTES = 4;
const compress = promisify(zstdCompress);

/** What stands beside the rows. */
interface SavedCounts {
  readonly version: number;
  /** Records that no KPI sees, by kind. */
  readonly aside: readonly number[];
  /** How many keys there are: the first are those by which is counted. */
  readonly keys: number;
}

/** The keys of runs that are saved, numbered: many runs have the same. */
export class SavedKeys {
  readonly #all: CellKeys[];

  constructor(now: CellKeys) {
    this.#all = [now];
  }

  /** -1 where there are none. */
  numberOf(keys: CellKeys | null): number {
    if (keys === null) return -1;
    const known = this.#all.indexOf(keys);
    return known < 0 ? this.#all.push(keys) - 1 : known;
  }

  /** After all runs were saved. */
  save(to: SaveWriter, aside: readonly number[]): void {
    this.#all.forEach((keys, number) => keys.save(to.within(`keys${number}`)));
    to.json("counts", { version: VERSION, aside, keys: this.#all.length } satisfies SavedCounts);
  }
}

/** What `SavedKeys` saved. */
export function savedCounts(from: SaveReader): {
  readonly aside: readonly number[];
  readonly keys: readonly CellKeys[];
} {
  const { version, aside, keys } = from.json("counts") as SavedCounts;
  invariant(version === VERSION, `counts were saved in the form ${version}, which is not known`);
  return { aside, keys: Array.from({ length: keys }, (_, number) => CellKeys.restore(from.within(`keys${number}`))) };
}

/** All that was saved, copied in slices and compressed beside everything else. */
export async function packedState(from: SaveWriter): Promise<Uint8Array> {
  const slices = from.slices();
  for (;;) {
    const slice = slices.next();
    if (slice.done !== true) {
      await nextTurn();
      continue;
    }
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(slice.value.length);
    return Buffer.concat([length, await compress(slice.value, COMPRESSION)]);
  }
}

/** What `packedState` packed. */
export function unpackedState(packed: Uint8Array): SaveReader {
  const { buffer, byteOffset } = packed;
  const length = new DataView(buffer, byteOffset).getUint32(0, true);
  return new SaveReader(
    zstdDecompressSync(packed.subarray(LENGTH_BYTES), { chunkSize: Math.max(64, length), maxOutputLength: length }),
  );
}

/** Only refers to it: a run never changes. */
export function saveRun(to: SaveWriter, { high, low, sums }: Run): void {
  to.numbers("high", high);
  to.numbers("low", low);
  to.numbers("sums", sums);
}

/** What `saveRun` saved: a view of it, as a run never changes, and all of them together are all that was saved. */
export function savedRun(from: SaveReader, { keys, width }: Pick<Run, "keys" | "width">): Run {
  const high = from.uint32("high");
  return { keys, width, rows: high.length, high, low: from.uint32("low"), sums: from.float64("sums") };
}
