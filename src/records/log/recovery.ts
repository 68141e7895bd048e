import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { BlockTable } from "../model/block-table.ts";
import type { Dictionaries } from "../model/columns.ts";
import type { LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";
import { restoreNames } from "./footer.ts";
import { frameHeadOf, nextOf } from "./frame-decoder.ts";
import { STRETCH } from "./frame-writer.ts";
import { Segment, segmentName } from "./segment.ts";
import { type FoundSegment, segmentPaths } from "./segment-paths.ts";
import { type Damage, walkSegment } from "./walk-segment.ts";

export interface RecoveryOptions {
  readonly directory: string;
  readonly names: Dictionaries;
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

/**
 * Finds out what a directory holds, and puts the names back. Of compressed segments only the footers are read; what is
 * not compressed yet, as a rule the last two, is read and checked whole.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #damage: Damage[] = [];
  #position = 0;
  #rows = 0;
  #tornBytes = 0;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  async run(): Promise<Recovered> {
    const { directory, names } = this.#options;
    const found = await segmentPaths(directory);
    // The newest footer holds all names of the segments before it, and of its own.
    const footer = found.findLast((segment) => segment.footer !== undefined)?.footer;
    if (footer !== undefined) restoreNames(footer, names);
    const segments: Segment[] = [];
    for (const [index, segment] of found.entries()) {
      if (index > 0 && segment.first > this.#position) this.#tellMissing();
      segments.push(await this.#read(segment, index === found.length - 1));
    }
    const [damage, position, rows, tornBytes] = [this.#damage, this.#position, this.#rows, this.#tornBytes];
    return { segments, damage, position, rows, tornBytes };
  }

  async #read(found: FoundSegment, last: boolean): Promise<Segment> {
    // An empty segment still tells where the log stands: those before it may have been deleted.
    this.#position = Math.max(this.#position, found.first);
    return found.footer === undefined ? this.#walk(found, last) : this.#indexed(found, found.footer.table);
  }

  #indexed({ path, bytes }: FoundSegment, table: BlockTable): Segment {
    const last = table.length === 0 ? undefined : table.get(table.length - 1);
    this.#position = last?.nextFrame ?? this.#position;
    this.#rows = last === undefined ? this.#rows : last.firstRow + last.rows;
    return new Segment({ path, table, bytes });
  }

  async #walk({ path, bytes: size }: FoundSegment, last: boolean): Promise<Segment> {
    const table = new BlockTable();
    const handle = await open(path, "r");
    try {
      const visit = (found: FoundFrame, bytes: Uint8Array, base: number): void =>
        this.#visit(found, bytes, { table, base });
      const { end, damage } = await walkSegment({ path, handle, size, visit });
      this.#damage.push(...damage);
      const segment = new Segment({ path, table, bytes: end });
      if (end < size && last && !segment.packed) this.#tornBytes = size - end;
      else if (end < size) this.#damage.push({ path, offset: end, bytes: size - end });
      return segment;
    } finally {
      await handle.close();
    }
  }

  #visit(found: FoundFrame, bytes: Uint8Array, { table, base }: { table: BlockTable; base: number }): void {
    const { header, start, end } = found;
    const head = frameHeadOf(found, bytes, this.#options.names);
    const nextFrame = nextOf(found, head);
    const { rows, firstRow, minAt, maxAt, statuses } = header;
    const place = { offset: base + start, bytes: end - start, firstFrame: header.sequence, nextFrame };
    table.join({ ...place, rows, firstRow, minAt, maxAt, statuses }, STRETCH);
    this.#position = nextFrame;
    this.#rows = firstRow + rows;
  }

  #tellMissing(): void {
    const name = basename(segmentName(this.#position, false));
    this.#damage.push({ path: join(this.#options.directory, name), offset: 0, bytes: 0 });
  }
}
