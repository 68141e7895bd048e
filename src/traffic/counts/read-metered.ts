import { CellScan } from "../model/cell-scan.ts";
import { CELL } from "../model/cells.ts";
import type { Counts } from "../model/counts.ts";
import { FigureRows } from "../model/figure-rows.ts";
import { ID_SHIFT, kpiName } from "../model/kpi-names.ts";
import { type ClientsQuery, readCells } from "./read-cells.ts";
import type { KpiSource } from "./read-kpis.ts";

/** Metered requests by client, as records name it; see `METERED`. Clients without any are left out. */
export async function readMetered(query: ClientsQuery, source: KpiSource): Promise<Map<string, number>> {
  const figures = await figuresOf(query, source);
  const metered = new Map<string, number>();
  for (let row = 0; row < figures.length; row++) {
    const requests = figures.meteredOf(row);
    const name = kpiName("client", row - ID_SHIFT, source.names);
    if (requests > 0) metered.set(name, (metered.get(name) ?? 0) + requests);
  }
  return metered;
}

/** Counts by the name that records bear, of any number of clients. Those without a request are left out. */
export async function readCounts(query: ClientsQuery, source: KpiSource): Promise<Map<string, Counts>> {
  const figures = await figuresOf(query, source);
  const counts = new Map<string, Counts>();
  for (let row = 0; row < figures.length; row++) {
    const own = figures.countsOf(row);
    if (own.requests > 0) counts.set(kpiName("client", row - ID_SHIFT, source.names), own);
  }
  return counts;
}

/** By client id + ID_SHIFT. */
async function figuresOf(query: ClientsQuery, source: KpiSource): Promise<FigureRows> {
  const figures = new FigureRows();
  const scan = new CellScan();
  const target = { column: CELL.CLIENT };
  await readCells(query, source, (part, filters) => scan.add(part, { filters, target, figures }));
  return figures;
}
