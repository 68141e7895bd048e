import type { RecordColumns } from "./columns.ts";

const HUNDREDS_MAX = 9;

/** What is known of rows without reading them. */
export interface Summary {
  readonly minAt: number;
  readonly maxAt: number;
  readonly statuses: number;
}

/** The bit of a status in a summary: 0 for no answer, 2 for 200 … 299, 9 for 900 and more. */
export function statusBit(status: number): number {
  return 1 << Math.min(HUNDREDS_MAX, Math.floor(status / 100));
}

/** Sums up pages of rows; without rows: Infinity, −Infinity, no status. */
export function summaryOf(pages: readonly RecordColumns[]): Summary {
  let minAt = Infinity;
  let maxAt = -Infinity;
  let statuses = 0;
  for (const { at, status, length } of pages) {
    for (let row = 0; row < length; row++) {
      const instant = at[row] as number;
      if (instant < minAt) minAt = instant;
      if (instant > maxAt) maxAt = instant;
      statuses |= statusBit(status[row] as number);
    }
  }
  return { minAt, maxAt, statuses };
}
