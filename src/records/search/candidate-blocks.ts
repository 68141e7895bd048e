import type { Segment } from "../log/segment.ts";
import type { RowFilter } from "./row-filter.ts";

/** The blocks, in log order, in which rows of a time can lie; and for each, up to when the blocks before it reach. */
export class CandidateBlocks {
  readonly #segments: Segment[] = [];
  readonly #indexes: number[] = [];
  /** The greatest `at` of this block and all before it. */
  readonly #reach: number[] = [];

  constructor(segments: readonly Segment[], filter: RowFilter, [from, until]: readonly [from: number, until: number]) {
    for (const segment of segments) {
      const { table } = segment;
      for (let index = 0; index < table.length; index++) {
        const possible = table.maxAt(index) >= from && table.minAt(index) <= until;
        if (possible && (table.statuses(index) & filter.statuses) !== 0) this.#add(segment, index);
      }
    }
  }

  get length(): number {
    return this.#indexes.length;
  }

  get(block: number): { segment: Segment; index: number } {
    return { segment: this.#segments[block] as Segment, index: this.#indexes[block] as number };
  }

  /** No row of the blocks before this one is newer; −Infinity when there are none. */
  reachBefore(block: number): number {
    return block === 0 ? -Infinity : (this.#reach[block - 1] as number);
  }

  #add(segment: Segment, index: number): void {
    this.#segments.push(segment);
    this.#indexes.push(index);
    this.#reach.push(Math.max(this.#reach.at(-1) ?? -Infinity, segment.table.maxAt(index)));
  }
}
