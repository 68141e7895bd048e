import type { Reader, Tx } from "#storage";
import type { Heartbeat } from "../model/heartbeat.ts";
import { heartbeatOfRow } from "../model/stored-heartbeat.ts";
import { deleteHeartbeat, everyHeartbeat, findHeartbeat, storeHeartbeat } from "../store/heartbeats.ts";

/** All heartbeats. */
export async function allHeartbeats(read: Reader): Promise<Heartbeat[]> {
  return (await everyHeartbeat(read)).map(heartbeatOfRow);
}

/** Deletes a heartbeat that a text named. */
export async function removeHeartbeat(tx: Tx, name: string): Promise<void> {
  await deleteHeartbeat(tx, name);
}

/** From now on no text owns it. */
export async function releaseHeartbeat(tx: Tx, name: string): Promise<void> {
  const row = await findHeartbeat(tx, name);
  if (row !== undefined) await storeHeartbeat(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}
