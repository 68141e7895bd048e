import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { BlockTable } from "../model/block-table.ts";
import type { FrameHead } from "../model/codec/frame-head.ts";
import type { Dictionaries } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";
import { restoreNames } from "./footer.ts";
import { frameHeadOf } from "./frame-decoder.ts";
import { STRETCH } from "./frame-writer.ts";
import { framesIn } from "./frames-in.ts";
import { HandOver } from "./hand-over.ts";
import { Segment, segmentName } from "./segment.ts";
import { type FoundSegment, segmentPaths } from "./segment-paths.ts";
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

/**
 * Reads a log back: indexes its segments, puts the names back, and hands over the frames from `from` on. Of compressed
 * segments before that only the footers are read; what is not compressed yet is read and checked whole.
 */
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

  get #from(): LogPosition {
    return this.#options.handOver?.from ?? Number.POSITIVE_INFINITY;
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
    return found.footer === undefined ? this.#walk(found, last) : this.#readIndexed(found, found.footer.table);
  }

  async #readIndexed({ path, bytes }: FoundSegment, table: BlockTable): Promise<Segment> {
    const segment = new Segment({ path, table, bytes });
    await segment.holding(async () => {
      for (let index = 0; index < table.length; index++) await this.#readEntry(segment, index);
    });
    return segment;
  }

  async #readEntry(segment: Segment, index: number): Promise<void> {
    const entry = segment.table.get(index);
    if (entry.nextFrame > this.#from) {
      const bytes = await segment.read(entry);
      const onDamage = (damage: Damage): void => void this.#damage.push(damage);
      for (const found of framesIn(bytes, { path: segment.path, base: entry.offset, onDamage })) {
        this.#handOverFrame(found, bytes, frameHeadOf(found, bytes, this.#options.names));
      }
    }
    this.#position = entry.nextFrame;
    this.#rows = entry.firstRow + entry.rows;
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
    if (nextFrame > this.#from) this.#handOverFrame(found, bytes, head);
    this.#position = nextFrame;
    this.#rows = firstRow + rows;
  }

  #handOverFrame(found: FoundFrame, bytes: Uint8Array, head: FrameHead): void {
    this.#handOver?.frame(found, bytes, { head, next: nextOf(found, head) });
  }

  #tellMissing(): void {
    const name = basename(segmentName(this.#position, false));
    this.#damage.push({ path: join(this.#options.directory, name), offset: 0, bytes: 0 });
  }
}

function nextOf({ header }: FoundFrame, { pieces, goesOn }: FrameHead): LogPosition {
  return header.sequence + pieces.length - (goesOn ? 1 : 0);
}
