import { ceilTo, floorTo, type Interval, MINUTE_MS } from "#kernel";
import { CellScan } from "../model/cell-scan.ts";
import { CELL } from "../model/cells.ts";
import { FigureRows } from "../model/figure-rows.ts";
import { ID_SHIFT, idFilters, kpiName } from "../model/kpi-names.ts";
import { CONTENT } from "./block.ts";
import { CountsReader } from "./counts-reader.ts";
import type { KpiSource } from "./read-kpis.ts";

const DAY = 2;

/** Which requests are metered: of one API, in a range that is widened to whole minutes, of some clients or of all. */
export interface MeteredQuery extends Interval {
  readonly api: string;
  /** Names as records bear them. */
  readonly clients?: readonly string[];
}

/** Metered requests by client, as records name it; see `METERED`. Clients without any are left out. */
export async function readMetered(query: MeteredQuery, { names, ...source }: KpiSource): Promise<Map<string, number>> {
  const range = { from: floorTo(query.from, MINUTE_MS), to: ceilTo(query.to, MINUTE_MS) };
  const filters = idFilters(query.clients === undefined ? {} : { client: query.clients }, names);
  const api = names.apis.names.indexOf(query.api);
  const reader = new CountsReader(source, { api, contents: [CONTENT.cells], range });
  const figures = new FigureRows();
  const scan = new CellScan();
  const allowed = filters[0]?.allowed;
  const ids =
    allowed === undefined ? {} : { ids: [allowed.indexOf(1) - ID_SHIFT, allowed.lastIndexOf(1) - ID_SHIFT] as const };
  await reader.read({ content: CONTENT.cells, range, coarsest: DAY, ...ids }, (part) =>
    scan.add(part, { filters, target: { column: CELL.CLIENT }, figures }),
  );
  const metered = new Map<string, number>();
  for (let row = 0; row < figures.length; row++) {
    const requests = figures.meteredOf(row);
    const name = kpiName("client", row - ID_SHIFT, names);
    if (requests > 0) metered.set(name, (metered.get(name) ?? 0) + requests);
  }
  return metered;
}
