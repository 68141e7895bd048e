import { PPM } from "#kernel";

/** Targets that people choose, parts per million. */
const USUAL: readonly number[] = [
  900_000, 950_000, 970_000, 980_000, 990_000, 992_500, 995_000, 997_500, 998_000, 999_000, 999_200, 999_500, 999_700,
  999_900, 999_950, 999_990,
];

/** The usual targets with the present one among them, ascending: what a slider stops at. */
export function nearTargets(present: number): readonly number[] {
  return [...new Set([...USUAL, present])].filter((target) => target > 0 && target < PPM).toSorted((a, b) => a - b);
}
