import { compareText, OTHER } from "#kernel";
import { FigureRows } from "./figure-rows.ts";

/** Groups that are told apart; the rest is `__other__`. */
const GROUPS_MAX = 1_000;
/** The group of a row without requests. */
export const NO_GROUP = -1;

/** The groups of an answer: group g has the name `keys[g]` and the sums of row g. */
export interface KpiGroups {
  readonly keys: readonly string[];
  readonly figures: FigureRows;
  /** By row of what was grouped: its group, or NO_GROUP. */
  readonly groupOf: Int32Array;
  /** Names that had requests and no group of their own left. */
  readonly summedUp: number;
}

/** Rows with requests as groups: those with the most requests first, `__other__` last. Rows of one name are one group. */
export function kpiGroups(rows: FigureRows, nameOf: (row: number) => string): KpiGroups {
  const named = Array.from({ length: rows.length }, (_, row) => ({ row, requests: rows.requestsOf(row) }))
    .filter(({ requests }) => requests > 0)
    .map((one) => ({ ...one, key: nameOf(one.row) }))
    .toSorted((a, b) => (a.requests === b.requests ? compareText(a.key, b.key) : b.requests - a.requests));
  const groups = new Map<string, number>();
  let summedUp = 0;
  for (const { key } of named) {
    if (groups.has(key) || key === OTHER) continue;
    if (groups.size < GROUPS_MAX) groups.set(key, groups.size);
    else summedUp++;
  }
  const others = groups.size;
  const figures = new FigureRows();
  const groupOf = new Int32Array(rows.length).fill(NO_GROUP);
  for (const { row, key } of named) {
    const group = groups.get(key) ?? others;
    groupOf[row] = group;
    figures.addRow(group, rows, row);
  }
  const keys = [...groups.keys()];
  if (figures.length > others) keys.push(OTHER);
  return { keys, figures, groupOf, summedUp };
}
