import type { Tier } from "./tier.ts";

/** What is written at once: some blocks, in a few milliseconds. */
export const SLICE_ROWS = 16_384;

/** Writes about `most` rows of what a tier has released, in slices. Answers how many they were. */
export function* writtenRows(tier: Tier, most: number): Generator<void, number> {
  let rows = 0;
  while (rows < most && tier.closingRows > 0) {
    rows += tier.write(Math.min(SLICE_ROWS, most - rows));
    yield;
  }
  return rows;
}
