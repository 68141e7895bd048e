import type { RowPlace } from "./search-cursor.ts";

/** A row that fits, and the block in which it lies. */
export interface FoundRow extends RowPlace {
  readonly block: number;
}

/** The newest of the rows that are offered, at most so many as are asked for. */
export class NewestRows {
  /** Rows were left out because there was no room. */
  overflowed = false;
  readonly #limit: number;
  readonly #rows: FoundRow[] = [];
  /** The oldest that has room, when there is no more. */
  #worst: RowPlace | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(row: FoundRow): void {
    if (this.#worst !== null && isNewer(this.#worst, row)) {
      this.overflowed = true;
      return;
    }
    this.#rows.push(row);
    if (this.#rows.length >= 2 * this.#limit + 1) this.#trim();
  }

  /** Newest first. */
  sorted(): readonly FoundRow[] {
    this.#trim();
    return this.#rows;
  }

  /** Whether there are as many as asked for that are not older than this instant. */
  isFullAt(at: number): boolean {
    if (this.#rows.length < this.#limit) return false;
    this.#trim();
    return this.#worst !== null && this.#worst.at >= at;
  }

  #trim(): void {
    this.#rows.sort((a, b) => (a.at === b.at ? b.row - a.row : b.at - a.at));
    if (this.#rows.length > this.#limit) {
      this.overflowed = true;
      this.#rows.length = this.#limit;
    }
    this.#worst = this.#rows.length === this.#limit ? (this.#rows.at(-1) ?? null) : null;
  }
}

function isNewer(a: RowPlace, b: RowPlace): boolean {
  return a.at > b.at || (a.at === b.at && a.row > b.row);
}
