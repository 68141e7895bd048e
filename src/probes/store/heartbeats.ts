import type { Reader, Tx } from "#storage";
import type { BeatRow, HeartbeatRow, ProbesRows } from "../model/rows.ts";

const ALIVE = "alive";

/** All, by name. Their number is bounded where they are made. */
export async function everyHeartbeat(read: Reader): Promise<HeartbeatRow[]> {
  return read
    .tables<ProbesRows>()
    .selectFrom("probes_heartbeats")
    .selectAll()
    .orderBy("probes_heartbeats.heartbeat")
    .execute();
}

/** Heartbeats by name, after the one named `after`, of one API or of all. */
export async function heartbeatsAfter(
  read: Reader,
  { api, after, limit }: { readonly api: string | undefined; readonly after: string; readonly limit: number },
): Promise<HeartbeatRow[]> {
  const query = read
    .tables<ProbesRows>()
    .selectFrom("probes_heartbeats")
    .selectAll()
    .where("probes_heartbeats.heartbeat", ">", after)
    .orderBy("probes_heartbeats.heartbeat")
    .limit(limit);
  return (api === undefined ? query : query.where("probes_heartbeats.api", "=", api)).execute();
}

export async function findHeartbeat(read: Reader, heartbeat: string): Promise<HeartbeatRow | undefined> {
  return read
    .tables<ProbesRows>()
    .selectFrom("probes_heartbeats")
    .selectAll()
    .where("probes_heartbeats.heartbeat", "=", heartbeat)
    .executeTakeFirst();
}

/** Takes the place of the heartbeat of this name, or is new. */
export async function storeHeartbeat(tx: Tx, row: HeartbeatRow): Promise<void> {
  const { heartbeat: _heartbeat, created_at: _made, ...rest } = row;
  await tx
    .tables<ProbesRows>()
    .insertInto("probes_heartbeats")
    .values(row)
    .onConflict((conflict) => conflict.column("heartbeat").doUpdateSet(rest))
    .execute();
}

/** Its signs go with it. */
export async function deleteHeartbeat(tx: Tx, heartbeat: string): Promise<void> {
  await tx
    .tables<ProbesRows>()
    .deleteFrom("probes_heartbeats")
    .where("probes_heartbeats.heartbeat", "=", heartbeat)
    .execute();
}

/** What is known of it; absent until it is stored once. */
export async function setBeatState(tx: Tx, heartbeat: string, state: string): Promise<void> {
  await tx
    .tables<ProbesRows>()
    .updateTable("probes_heartbeats")
    .set({ state })
    .where("probes_heartbeats.heartbeat", "=", heartbeat)
    .execute();
}

/** Adds a sign, and forgets those more than `keep` back. */
export async function addBeat(tx: Tx, row: BeatRow, keep: number): Promise<void> {
  await tx.tables<ProbesRows>().insertInto("probes_beats").values(row).execute();
  await tx
    .tables<ProbesRows>()
    .deleteFrom("probes_beats")
    .where("probes_beats.heartbeat", "=", row.heartbeat)
    .where("probes_beats.seq", "<=", row.seq - keep)
    .execute();
}

/** Signs, the latest first, before the one numbered `before`. */
export async function beatsBefore(
  read: Reader,
  heartbeat: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<BeatRow[]> {
  const query = read
    .tables<ProbesRows>()
    .selectFrom("probes_beats")
    .selectAll()
    .where("probes_beats.heartbeat", "=", heartbeat)
    .orderBy("probes_beats.seq", "desc")
    .limit(limit);
  return (before === undefined ? query : query.where("probes_beats.seq", "<", before)).execute();
}

/** Until when somebody listened for certain; undefined when nobody ever did. */
export async function aliveAt(read: Reader): Promise<number | undefined> {
  const row = await read.tables<ProbesRows>().selectFrom("probes_alive").selectAll().executeTakeFirst();
  return row?.at;
}

export async function markAlive(tx: Tx, at: number): Promise<void> {
  await tx
    .tables<ProbesRows>()
    .insertInto("probes_alive")
    .values({ id: ALIVE, at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ at }))
    .execute();
}
