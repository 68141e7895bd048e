import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompressSync } from "node:zlib";
import { giveBack, invariant, SaveReader, SaveWriter } from "#kernel";
import { CellKeys } from "../model/cell-keys.ts";
import type { Run } from "../model/run.ts";

const VERSION = 2;
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compress = promisify(zstdCompress);

/** What stands beside the tiers. */
interface SavedCounts {
  readonly version: number;
  /** Records that no KPI sees, by kind. */
  readonly aside: readonly number[];
  /** How many keys there are: the first are those by which is counted. */
  readonly keys: number;
  /** By run, the number of its keys (-1: it has none), its sums in a row, and its bytes before they were compressed. */
  readonly runs: readonly (readonly [keys: number, width: number, bytes: number])[];
}

/**
 * The runs of a moment and their keys, numbered. Runs never change, so they are only held, and compressed afterwards, one
 * by one; until then none may be given back (`RunMemory.hold`).
 */
export class HeldRuns {
  readonly #runs: Run[] = [];
  readonly #keys: CellKeys[];

  constructor(now: CellKeys) {
    this.#keys = [now];
  }

  /** The number of a run. */
  hold(run: Run): number {
    return this.#runs.push(run) - 1;
  }

  /** Writes all that is held; of the keys, a copy is taken at once. */
  async save(to: SaveWriter, aside: readonly number[]): Promise<void> {
    const numbers = this.#runs.map(({ keys }) => this.#numberOf(keys));
    this.#keys.forEach((keys, number) => keys.save(to.within(`keys${number}`)));
    const runs: [number, number, number][] = [];
    for (const [index, run] of this.#runs.entries()) {
      const bytes = bytesOf(run);
      runs.push([numbers[index] as number, run.width, bytes.length]);
      to.numbers(`run${index}`, await compress(bytes, COMPRESSION));
      giveBack(bytes);
    }
    to.json("counts", { version: VERSION, aside, keys: this.#keys.length, runs } satisfies SavedCounts);
  }

  #numberOf(keys: CellKeys | null): number {
    if (keys === null) return -1;
    const known = this.#keys.indexOf(keys);
    return known < 0 ? this.#keys.push(keys) - 1 : known;
  }
}

/** What `HeldRuns` saved. */
export interface RestoredRuns {
  readonly aside: readonly number[];
  readonly keys: CellKeys;
  readonly runs: readonly Run[];
}

/** Reads what `HeldRuns` wrote. */
export function restoredRuns(from: SaveReader): RestoredRuns {
  const { version, aside, keys, runs } = from.json("counts") as SavedCounts;
  invariant(version === VERSION, `counts were saved in the form ${version}, which is not known`);
  const all = Array.from({ length: keys }, (_, number) => CellKeys.restore(from.within(`keys${number}`)));
  return {
    aside,
    keys: all[0] as CellKeys,
    runs: runs.map(([number, width, bytes], index) => {
      const raw = zstdDecompressSync(from.uint8(`run${index}`), {
        chunkSize: Math.max(64, bytes),
        maxOutputLength: bytes,
      });
      return runOf(new SaveReader(ownBytes(raw)), { keys: all[number] ?? null, width });
    }),
  };
}

function bytesOf({ high, low, sums }: Run): Uint8Array {
  const to = new SaveWriter();
  to.numbers("high", high);
  to.numbers("low", low);
  to.numbers("sums", sums);
  return to.finish();
}

/** Small buffers lie together in memory that Node keeps for them: what is given back later must lie alone. */
function ownBytes(bytes: Buffer): Uint8Array {
  return bytes.buffer.byteLength === bytes.length ? bytes : new Uint8Array(bytes);
}

/** Views of the bytes, which are the run's alone. */
function runOf(from: SaveReader, { keys, width }: Pick<Run, "keys" | "width">): Run {
  const high = from.uint32("high");
  return { keys, width, rows: high.length, high, low: from.uint32("low"), sums: from.float64("sums") };
}
