import { DAY_MS, type Interval } from "#kernel";

/** A week of it is no maintenance any more. */
const LENGTH_MS_MAX = 7 * DAY_MS;
const GRID_MS = 10_000;

/** What is wrong with a window; it lies on the grid of ten seconds, so that it holds whole slots. */
export function maintenanceFaults({ from, to }: Interval): { readonly pointer: string; readonly detail: string }[] {
  const grid = "must be a multiple of ten seconds, as requests are counted";
  const rules = [
    { pointer: "/from", isBroken: from % GRID_MS !== 0, detail: grid },
    { pointer: "/to", isBroken: to % GRID_MS !== 0, detail: grid },
    { pointer: "/to", isBroken: to <= from, detail: "must be after the beginning" },
    {
      pointer: "/to",
      isBroken: to - from > LENGTH_MS_MAX,
      detail: "must be at most seven days after the beginning",
    },
  ];
  return rules.filter(({ isBroken }) => isBroken).map(({ pointer, detail }) => ({ pointer, detail }));
}
