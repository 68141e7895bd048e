import type { Wanted } from "../model/codec/block.ts";
import { type Dictionaries, RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import { type DecodedPage, FrameDecoder } from "../log/frame-decoder.ts";
import { framesIn } from "../log/frames-in.ts";
import { ReadBuffer, type Segment } from "../log/segment.ts";
import type { Damage } from "../log/walk-segment.ts";
import { CandidateBlocks } from "./candidate-blocks.ts";
import { type FoundRow, NewestRows } from "./newest-rows.ts";
import type { RecordPage, RecordQuery } from "./record-query.ts";
import { RowFilter } from "./row-filter.ts";
import { cursorText, parseCursor, type RowPlace } from "./search-cursor.ts";

/** What a search reads, and how many rows one call looks at before it answers with what it has. */
export interface SearchedLog {
  readonly segments: readonly Segment[];
  readonly names: Dictionaries;
  readonly wide: readonly WideField[];
  readonly rowsMax: number;
  readonly onDamage: (damage: Damage) => void;
}

/**
 * One page of what fits, newest first. Blocks are looked at from the end of the log; a row is certain when no block
 * before reaches as far. A call looks at `rowsMax` rows, and at more only where records came in such disorder that it
 * would not move on otherwise.
 */
export async function searchRecords(log: SearchedLog, query: RecordQuery): Promise<RecordPage> {
  const search = new Search(log, query);
  for (const segment of log.segments) segment.hold();
  try {
    return await search.page();
  } finally {
    for (const segment of log.segments) await segment.release();
  }
}

class Search {
  readonly #log: SearchedLog;
  readonly #filter: RowFilter;
  readonly #before: RowPlace;
  readonly #blocks: CandidateBlocks;
  readonly #newest: NewestRows;
  readonly #buffer = new ReadBuffer();
  readonly #decoder: FrameDecoder;
  #scanned = 0;

  constructor(log: SearchedLog, query: RecordQuery) {
    this.#log = log;
    this.#filter = new RowFilter(query, log.names);
    this.#before = query.cursor === undefined ? { at: query.to, row: 0 } : parseCursor(query.cursor);
    const segments = this.#filter.hopeless ? [] : log.segments;
    this.#blocks = new CandidateBlocks(segments, this.#filter, [query.from, Math.min(this.#before.at, query.to)]);
    this.#newest = new NewestRows(query.limit);
    this.#decoder = new FrameDecoder(log.wide);
  }

  async page(): Promise<RecordPage> {
    let block = this.#blocks.length;
    let reach = this.#blocks.length === 0 ? -Infinity : Infinity;
    while (reach !== -Infinity && !this.#newest.isFullAt(reach) && !this.#usedUp(reach)) {
      block--;
      await this.#look(block);
      reach = this.#blocks.reachBefore(block);
    }
    const certain = this.#newest.sorted().filter(({ at }) => at >= reach);
    const columns = await this.#columnsOf(certain);
    const next = this.#next(certain, block, reach);
    return { columns, next: next === null ? null : cursorText(next), scanned: this.#scanned, complete: next === null };
  }

  /** The work of one call is done, and the next one would begin further on. */
  #usedUp(reach: number): boolean {
    return this.#scanned >= this.#log.rowsMax && reach < this.#before.at;
  }

  #next(certain: readonly FoundRow[], block: number, reach: number): RowPlace | null {
    const last = certain.at(-1);
    if (this.#newest.isFullAt(reach) && last !== undefined) {
      return this.#newest.overflowed || reach !== -Infinity ? { at: last.at, row: last.row } : null;
    }
    if (reach === -Infinity) return null;
    const { segment, index } = this.#blocks.get(block);
    return { at: reach, row: segment.table.get(index).firstRow };
  }

  async #look(block: number): Promise<void> {
    const { kept } = this.#filter;
    await this.#read(block, this.#filter.wanted, ({ columns, firstRow }) => {
      this.#scanned += columns.length;
      // From the end, so that most of the older rows are refused at once.
      for (let i = this.#filter.narrow(columns, firstRow, this.#before) - 1; i >= 0; i--) {
        const row = kept[i] as number;
        this.#newest.offer({ at: columns.at[row] as number, row: firstRow + row, block });
      }
    });
  }

  async #read(block: number, wanted: Wanted | undefined, visit: (page: DecodedPage) => void): Promise<void> {
    const { segment, index } = this.#blocks.get(block);
    const entry = segment.table.get(index);
    const bytes = await segment.read(entry, this.#buffer);
    const place = { path: segment.path, base: entry.offset, onDamage: this.#log.onDamage };
    for (const found of framesIn(bytes, place)) {
      for (const page of this.#decoder.pages(found, bytes, wanted)) visit(page);
    }
  }

  /** All columns of the rows, in their order. */
  async #columnsOf(rows: readonly FoundRow[]): Promise<RecordColumns> {
    const found = new RecordColumns(Math.max(1, rows.length), this.#log.wide);
    const places = new Map<number, number>();
    const byBlock = Map.groupBy(rows, ({ block }) => block);
    for (const [block, wanted] of byBlock) {
      const ascending = wanted.map(({ row }) => row).toSorted((a, b) => a - b);
      await this.#read(block, undefined, ({ columns, firstRow }) => {
        for (const row of ascending) {
          if (row < firstRow || row >= firstRow + columns.length) continue;
          places.set(row, found.length);
          found.append(columns, row - firstRow, 1);
        }
      });
    }
    const sorted = new RecordColumns(found.capacity, this.#log.wide);
    for (const { row } of rows) {
      const place = places.get(row);
      if (place !== undefined) sorted.append(found, place, 1);
    }
    return sorted;
  }
}
