import { floorTo } from "#kernel";
import type { RecordColumns } from "#records";
import { GRID_MS } from "../engine/windows.ts";

/** The slot of the oldest record of a batch. */
export function earliestSlot({ at, length }: RecordColumns): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < length; row++) earliest = Math.min(earliest, at[row] as number);
  return length === 0 ? Number.NEGATIVE_INFINITY : floorTo(earliest, GRID_MS);
}
