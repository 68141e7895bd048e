import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { BlockTable } from "../model/block-table.ts";
import type { Dictionaries } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";
import { frameHeadOf } from "./frame-decoder.ts";
import { STRETCH } from "./frame-writer.ts";
import { HandOver } from "./hand-over.ts";
import { firstOfName, Segment } from "./segment.ts";
import { type Damage, walkSegment } from "./walk-segment.ts";

export interface RecoveryOptions {
  readonly directory: string;
  readonly wide: readonly WideField[];
  readonly names: Dictionaries;
  /** Frames from here on are handed over; none when absent. */
  readonly handOver?: { readonly from: LogPosition; readonly onDurable: (frame: DurableFrame) => void };
}

/** What a directory holds. */
export interface Recovered {
  readonly segments: Segment[];
  readonly damage: readonly Damage[];
  readonly position: LogPosition;
  readonly rows: number;
  /** Bytes behind the last whole frame, which a stop in the middle of a write left. */
  readonly tornBytes: number;
}

/** Reads a log back: indexes its segments, puts the names back, and hands over the frames from `from` on. */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #handOver: HandOver | null;
  readonly #damage: Damage[] = [];
  #position = 0;
  #rows = 0;
  #tornBytes = 0;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    const { handOver, wide } = options;
    this.#handOver = handOver === undefined ? null : new HandOver({ ...handOver, wide });
  }

  async run(): Promise<Recovered> {
    const paths = await segmentPaths(this.#options.directory);
    const segments: Segment[] = [];
    for (const [index, path] of paths.entries()) segments.push(await this.#read(path, index === paths.length - 1));
    return {
      segments,
      damage: this.#damage,
      position: this.#position,
      rows: this.#rows,
      tornBytes: this.#tornBytes,
    };
  }

  async #read(path: string, last: boolean): Promise<Segment> {
    const { size } = await stat(path);
    const table = new BlockTable();
    const handle = await open(path, "r");
    try {
      const { end, damage } = await walkSegment({
        path,
        handle,
        size,
        visit: (found, bytes, base) => this.#visit(found, bytes, { table, base }),
      });
      this.#damage.push(...damage);
      if (end < size && last) this.#tornBytes = size - end;
      else if (end < size) this.#damage.push({ path, offset: end, bytes: size - end });
      return new Segment({ path, table, bytes: end });
    } finally {
      await handle.close();
    }
  }

  #visit(found: FoundFrame, bytes: Uint8Array, { table, base }: { table: BlockTable; base: number }): void {
    const { header, start, end } = found;
    const head = frameHeadOf(found, bytes, this.#options.names);
    const next = header.sequence + head.pieces.length - (head.goesOn ? 1 : 0);
    const { rows, firstRow, minAt, maxAt, statuses } = header;
    const place = { offset: base + start, bytes: end - start, firstFrame: header.sequence, nextFrame: next };
    table.join({ ...place, rows, firstRow, minAt, maxAt, statuses }, STRETCH);
    if (next > (this.#options.handOver?.from ?? Number.POSITIVE_INFINITY)) {
      this.#handOver?.frame(found, bytes, { head, next });
    }
    this.#position = next;
    this.#rows = firstRow + rows;
  }
}

async function segmentPaths(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => firstOfName(name) !== undefined);
  return names.toSorted().map((name) => join(directory, name));
}
