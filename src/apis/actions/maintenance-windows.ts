import type { Interval } from "#kernel";
import type { Reader } from "#storage";
import { allMaintenance } from "../store/maintenance.ts";

/** A window of maintenance of an API. */
export interface MaintenanceWindow extends Interval {
  readonly api: string;
}

/** All windows that were announced and not taken back, of one API or of all. At most 500 each. */
export async function maintenanceWindows(read: Reader, api?: string): Promise<MaintenanceWindow[]> {
  const rows = await allMaintenance(read, api);
  return rows.map((row) => ({ api: row.api, from: row.starts_at, to: row.ends_at }));
}
