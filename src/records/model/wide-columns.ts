import { TextColumn } from "./text-column.ts";

/** Texts of a record that no count needs and a person looks for. `ip` and `userAgent` only where it is configured. */
export const WIDE_FIELDS = ["traceId", "requestId", "path", "ip", "userAgent"] as const;
export type WideField = (typeof WIDE_FIELDS)[number];

/** The texts of a batch of records, by field; a field that is not kept has no column. */
export class WideColumns {
  readonly traceId: TextColumn | null;
  readonly requestId: TextColumn | null;
  readonly path: TextColumn | null;
  readonly ip: TextColumn | null;
  readonly userAgent: TextColumn | null;

  constructor(capacity: number, kept: readonly WideField[]) {
    const column = (field: WideField): TextColumn | null => (kept.includes(field) ? new TextColumn(capacity) : null);
    this.traceId = column("traceId");
    this.requestId = column("requestId");
    this.path = column("path");
    this.ip = column("ip");
    this.userAgent = column("userAgent");
  }

  /** Writes rows [from, from + count) of other texts as the rows from `row` on; a field that they lack is empty. */
  append(row: number, other: WideColumns | null, range: readonly [from: number, count: number]): void {
    for (const field of WIDE_FIELDS) {
      const texts = other?.[field];
      if (texts !== null && texts !== undefined) this[field]?.append(row, texts, range);
    }
  }

  /** Keeps the rows kept[0, count), which ascend, and moves them to the front. */
  keepOnly(kept: Int32Array, count: number): void {
    for (const field of WIDE_FIELDS) this[field]?.keepOnly(kept, count);
  }

  /** Forgets all rows, keeps the memory. */
  clear(): void {
    for (const field of WIDE_FIELDS) this[field]?.clear();
  }
}
