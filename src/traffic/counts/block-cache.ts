import type { RowColumns } from "../model/row-columns.ts";
import { memoryOf } from "./block.ts";
import type { BlockPlace } from "./count-file.ts";

const CACHE_BYTES_MAX = 128 * 1024 * 1024;

/** Decoded blocks that were asked for last, at most 128 MiB of them. A block never changes, so it never gets stale. */
export class BlockCache {
  bytes = 0;
  /** The one that was not asked for for longest comes first. */
  readonly #rows = new Map<BlockPlace, RowColumns>();

  find(place: BlockPlace): RowColumns | undefined {
    const found = this.#rows.get(place);
    if (found === undefined) return undefined;
    this.#rows.delete(place);
    this.#rows.set(place, found);
    return found;
  }

  put(place: BlockPlace, rows: RowColumns): void {
    // Two answers may have read it at the same time.
    if (this.#rows.has(place)) return;
    this.#rows.set(place, rows);
    this.bytes += memoryOf(rows);
    for (const [oldest, held] of this.#rows) {
      if (this.bytes <= CACHE_BYTES_MAX) return;
      this.#rows.delete(oldest);
      this.bytes -= memoryOf(held);
    }
  }
}
