import { ceilTo, floorTo, type Interval, MINUTE_MS } from "#kernel";
import { ID_SHIFT, type IdFilter, idFilters } from "../model/kpi-names.ts";
import type { Scanned } from "../model/scanned-rows.ts";
import { CONTENT } from "./block.ts";
import { CountsReader } from "./counts-reader.ts";
import type { KpiSource } from "./read-kpis.ts";

const DAY = 2;

/** Which requests: of one API, in a range that is widened to whole minutes, of some clients or of all. */
export interface ClientsQuery extends Interval {
  readonly api: string;
  /** Names as records bear them. */
  readonly clients?: readonly string[];
}

/** Hands over the cells of a query, each once, with the filters that a `CellScan` leaves the others out by. */
export async function readCells(
  query: ClientsQuery,
  { names, ...source }: KpiSource,
  visit: (part: Scanned, filters: readonly IdFilter[]) => void,
): Promise<void> {
  const range = { from: floorTo(query.from, MINUTE_MS), to: ceilTo(query.to, MINUTE_MS) };
  const filters = idFilters(query.clients === undefined ? {} : { client: query.clients }, names);
  const api = names.apis.names.indexOf(query.api);
  const reader = new CountsReader(source, { api, contents: [CONTENT.cells], range });
  const allowed = filters[0]?.allowed;
  const ids =
    allowed === undefined ? {} : { ids: [allowed.indexOf(1) - ID_SHIFT, allowed.lastIndexOf(1) - ID_SHIFT] as const };
  await reader.read({ content: CONTENT.cells, range, coarsest: DAY, ...ids }, (part) => visit(part, filters));
}
