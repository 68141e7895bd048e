import { type Dictionary, OTHER } from "#kernel";
import { type Dictionaries, NOT_TOLD } from "#records";
import { CELL, FOLDED } from "./cells.ts";
import { KPI_DIMENSIONS, type KpiDimension, type KpiFilters, UNATTRIBUTED_NAME, UNTOLD_NAME } from "./kpis.ts";

/** Ids begin at FOLDED (−2): what is looked up by id is looked up by id + 2. */
export const ID_SHIFT = 2;
const STATUSES = 2 ** 16;

/** Which ids of a column of cells pass: 1 at id + ID_SHIFT. */
export interface IdFilter {
  readonly dimension: KpiDimension;
  readonly column: number;
  readonly allowed: Uint8Array;
}

/** The column of a dimension in the key of a cell. */
export const COLUMN_OF: Readonly<Record<KpiDimension, number>> = {
  client: CELL.CLIENT,
  operation: CELL.OPERATION,
  version: CELL.VERSION,
  plan: CELL.PLAN,
  status: CELL.STATUS,
  region: CELL.REGION,
  release: CELL.RELEASE,
};

/** The filters with names as ids. A name that no record bore lets nothing pass. */
export function idFilters(filters: KpiFilters, names: Dictionaries): IdFilter[] {
  return KPI_DIMENSIONS.flatMap((dimension) => {
    const wanted = filters[dimension];
    if (wanted === undefined) return [];
    const dictionary = dictionaryFor(dimension, names);
    const allowed = new Uint8Array((dictionary?.names.length ?? STATUSES) + ID_SHIFT);
    for (const id of wanted.flatMap((name) => idsOf(name, dimension, dictionary))) allowed[id + ID_SHIFT] = 1;
    return [{ dimension, column: COLUMN_OF[dimension], allowed }];
  });
}

/** The name of an id as answers show it. */
export function kpiName(dimension: KpiDimension, id: number, names: Dictionaries): string {
  if (dimension === "status") return String(id);
  if (id === FOLDED) return OTHER;
  if (id === NOT_TOLD) return dimension === "client" ? UNATTRIBUTED_NAME : UNTOLD_NAME;
  return dictionaryFor(dimension, names)?.names[id] ?? OTHER;
}

/** The dictionary of a dimension; a status is its own id. */
export function dictionaryFor(dimension: KpiDimension, names: Dictionaries): Dictionary | undefined {
  return dimension === "status" ? undefined : names[`${dimension}s`];
}

function idsOf(name: string, dimension: KpiDimension, dictionary: Dictionary | undefined): number[] {
  if (dictionary === undefined) return /^\d{1,4}$/.test(name) ? [Number(name)] : [];
  // Looked for, never made: asking for a name must not take room in the dictionary.
  const id = dictionary.names.indexOf(name);
  const known = id < 0 ? [] : [id];
  if (name === OTHER) return [...known, FOLDED];
  return name === (dimension === "client" ? UNATTRIBUTED_NAME : UNTOLD_NAME) ? [...known, NOT_TOLD] : known;
}
