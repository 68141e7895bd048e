import type { RowColumns } from "../model/row-columns.ts";
import { memoryOf } from "./block.ts";

const CACHE_BYTES_MAX = 128 * 1024 * 1024;

/** Decoded blocks that were asked for last, at most 128 MiB of them. A block never changes, so it never gets stale. */
export class BlockCache {
  bytes = 0;
  /** The one that was not asked for for longest comes first. */
  readonly #rows = new Map<string, RowColumns>();

  find(key: string): RowColumns | undefined {
    const found = this.#rows.get(key);
    if (found === undefined) return undefined;
    this.#rows.delete(key);
    this.#rows.set(key, found);
    return found;
  }

  put(key: string, rows: RowColumns): void {
    this.#rows.set(key, rows);
    this.bytes += memoryOf(rows);
    for (const [oldest, held] of this.#rows) {
      if (this.bytes <= CACHE_BYTES_MAX) return;
      this.#rows.delete(oldest);
      this.bytes -= memoryOf(held);
    }
  }
}
