import type { Interval } from "#kernel";
import { CellScan, type LastSeen } from "../model/cell-scan.ts";
import { ID_SHIFT, kpiName } from "../model/kpi-names.ts";
import { type ClientsQuery, readCells } from "./read-cells.ts";
import type { KpiSource } from "./read-kpis.ts";

/**
 * When each client made its last request in a range: the minute, hour or day of UTC in which that lies, the finer the
 * nearer to the end of the range. Clients without a request are left out; there is no limit to how many are told apart.
 */
export async function readSeen(query: ClientsQuery, source: KpiSource): Promise<Map<string, Interval>> {
  const { names } = source;
  const last = nobodySeen(names.clients.names.length + ID_SHIFT);
  const scan = new CellScan();
  await readCells(query, source, (part, filters) => scan.noteLast(part, filters, last));
  const seen = new Map<string, Interval>();
  for (const [row, from] of last.at.entries()) {
    if (from < 0) continue;
    const name = kpiName("client", row - ID_SHIFT, names);
    if ((seen.get(name)?.from ?? -1) <= from) seen.set(name, { from, to: from + (last.stepMs[row] as number) });
  }
  return seen;
}

function nobodySeen(rows: number): LastSeen {
  return { at: new Float64Array(rows).fill(-1), stepMs: new Float64Array(rows) };
}
