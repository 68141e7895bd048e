const FIELDS = 9;
const ENTRIES_FIRST = 16;

/** A stretch of a segment's file that is read at once: one block, or frames that lie one after the other. */
export interface BlockEntry {
  readonly offset: number;
  readonly bytes: number;
  readonly rows: number;
  /** How many records stand in the log before it. */
  readonly firstRow: number;
  /** Sequence number of its first frame, and the one behind the last frame that ends in it. */
  readonly firstFrame: number;
  readonly nextFrame: number;
  /** The least and the greatest `at`; Infinity and −Infinity without rows. */
  readonly minAt: number;
  readonly maxAt: number;
  /** Which hundreds of statuses occur: bit 0 for no answer … bit 9 for 900 and more. */
  readonly statuses: number;
}

/** Where the records of a segment lie, in log order: numbers in one array, since a full log has 150,000 entries. */
export class BlockTable {
  length = 0;
  #cells: Float64Array;

  constructor(cells: Float64Array = new Float64Array(ENTRIES_FIRST * FIELDS), length = 0) {
    this.#cells = cells;
    this.length = length;
  }

  get(index: number): BlockEntry {
    const at = index * FIELDS;
    const cell = (field: number): number => this.#cells[at + field] as number;
    return {
      offset: cell(0),
      bytes: cell(1),
      rows: cell(2),
      firstRow: cell(3),
      firstFrame: cell(4),
      nextFrame: cell(5),
      minAt: cell(6),
      maxAt: cell(7),
      statuses: cell(8),
    };
  }

  push(entry: BlockEntry): void {
    if ((this.length + 1) * FIELDS > this.#cells.length) this.#grow();
    this.#put(this.length++, entry);
  }

  /** Adds an entry that lies behind the last one: as a part of it while the two do not exceed these bounds. */
  join(entry: BlockEntry, most: { readonly rows: number; readonly bytes: number }): void {
    const last = this.length === 0 ? undefined : this.get(this.length - 1);
    const joined = last !== undefined && last.offset + last.bytes === entry.offset ? union(last, entry) : undefined;
    if (joined === undefined || joined.rows > most.rows || joined.bytes > most.bytes) this.push(entry);
    else this.#put(this.length - 1, joined);
  }

  minAt(index: number): number {
    return this.#cells[index * FIELDS + 6] as number;
  }

  maxAt(index: number): number {
    return this.#cells[index * FIELDS + 7] as number;
  }

  statuses(index: number): number {
    return this.#cells[index * FIELDS + 8] as number;
  }

  /** The table as numbers, and how many entries a run of such numbers holds. */
  cells(): Float64Array {
    return this.#cells.slice(0, this.length * FIELDS);
  }

  static of(cells: Float64Array): BlockTable {
    return new BlockTable(cells, cells.length / FIELDS);
  }

  #put(index: number, entry: BlockEntry): void {
    const { offset, bytes, rows, firstRow, firstFrame, nextFrame, minAt, maxAt, statuses } = entry;
    this.#cells.set([offset, bytes, rows, firstRow, firstFrame, nextFrame, minAt, maxAt, statuses], index * FIELDS);
  }

  #grow(): void {
    const larger = new Float64Array(Math.max(FIELDS, this.#cells.length * 2));
    larger.set(this.#cells);
    this.#cells = larger;
  }
}

function union(last: BlockEntry, entry: BlockEntry): BlockEntry {
  return {
    offset: last.offset,
    bytes: last.bytes + entry.bytes,
    rows: last.rows + entry.rows,
    firstRow: last.firstRow,
    firstFrame: last.firstFrame,
    nextFrame: entry.nextFrame,
    minAt: Math.min(last.minAt, entry.minAt),
    maxAt: Math.max(last.maxAt, entry.maxAt),
    statuses: last.statuses | entry.statuses,
  };
}
