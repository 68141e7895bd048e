import type { LiveClient } from "./live-story.ts";

/** A client application: its name, who is behind it, and its weight among the clients (any scale). */
export interface ClientRow {
  readonly name: string;
  readonly organisation: string;
  readonly plan: string;
  readonly share: number;
}

const REGIONS = ["eu-west", "eu-west", "us-east"];

/** Clients with addresses and keys from ranges for examples, spread over two regions and two versions. At most 250. */
export function liveClients(rows: readonly ClientRow[]): LiveClient[] {
  return rows.map((row, index) => ({
    ...row,
    ip: `203.0.113.${index + 1}`,
    key: `example-${row.name}`,
    userAgent: `${row.name}/1.${index} (https://${row.name}.example)`,
    region: REGIONS[index % REGIONS.length] ?? "",
    version: index % 4 === 3 ? "v2" : "v1",
  }));
}
