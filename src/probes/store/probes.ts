import type { Reader, Tx } from "#storage";
import type { ProbeRow, ProbesRows, StateRow } from "../model/rows.ts";

/** Probes by name, after the one named `after`, of one API or of all. */
export async function probesAfter(
  read: Reader,
  { api, after, limit }: { readonly api: string | undefined; readonly after: string; readonly limit: number },
): Promise<ProbeRow[]> {
  const query = read
    .tables<ProbesRows>()
    .selectFrom("probes_probes")
    .selectAll()
    .where("probes_probes.probe", ">", after)
    .orderBy("probes_probes.probe")
    .limit(limit);
  return (api === undefined ? query : query.where("probes_probes.api", "=", api)).execute();
}

/** All, by name. Their number is bounded where they are made. */
export async function everyProbe(read: Reader): Promise<ProbeRow[]> {
  return read.tables<ProbesRows>().selectFrom("probes_probes").selectAll().orderBy("probes_probes.probe").execute();
}

export async function findProbe(read: Reader, probe: string): Promise<ProbeRow | undefined> {
  return read
    .tables<ProbesRows>()
    .selectFrom("probes_probes")
    .selectAll()
    .where("probes_probes.probe", "=", probe)
    .executeTakeFirst();
}

/** Takes the place of the probe of this name, or is new. */
export async function storeProbe(tx: Tx, row: ProbeRow): Promise<void> {
  const { probe: _probe, created_at: _made, ...rest } = row;
  await tx
    .tables<ProbesRows>()
    .insertInto("probes_probes")
    .values(row)
    .onConflict((conflict) => conflict.column("probe").doUpdateSet(rest))
    .execute();
}

/** What is known of it and its runs go with it. */
export async function deleteProbe(tx: Tx, probe: string): Promise<void> {
  await tx.tables<ProbesRows>().deleteFrom("probes_probes").where("probes_probes.probe", "=", probe).execute();
}

/** All probes of an API that is gone. */
export async function deleteProbesOf(tx: Tx, api: string): Promise<void> {
  await tx.tables<ProbesRows>().deleteFrom("probes_probes").where("probes_probes.api", "=", api).execute();
}

/** What is known of these probes; of those that have not run yet there is nothing. */
export async function statesOf(read: Reader, probes: readonly string[]): Promise<StateRow[]> {
  if (probes.length === 0) return [];
  return read
    .tables<ProbesRows>()
    .selectFrom("probes_states")
    .selectAll()
    .where("probes_states.probe", "in", [...probes])
    .execute();
}

export async function storeState(tx: Tx, row: StateRow): Promise<void> {
  await tx
    .tables<ProbesRows>()
    .insertInto("probes_states")
    .values(row)
    .onConflict((conflict) => conflict.column("probe").doUpdateSet({ state: row.state }))
    .execute();
}
