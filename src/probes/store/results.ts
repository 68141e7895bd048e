import type { Reader, Tx } from "#storage";
import type { HourRow, ProbesRows, ResultRow } from "../model/rows.ts";

/** Adds a run, and forgets those more than `keep` runs back. */
export async function addResult(tx: Tx, row: ResultRow, keep: number): Promise<void> {
  await tx.tables<ProbesRows>().insertInto("probes_results").values(row).execute();
  await tx
    .tables<ProbesRows>()
    .deleteFrom("probes_results")
    .where("probes_results.probe", "=", row.probe)
    .where("probes_results.seq", "<=", row.seq - keep)
    .execute();
}

/** Counts a run to its hour, and forgets the hours before `keepFrom`. */
export async function countHour(tx: Tx, row: HourRow, keepFrom: number): Promise<void> {
  const before = await tx
    .tables<ProbesRows>()
    .selectFrom("probes_hours")
    .selectAll()
    .where("probes_hours.probe", "=", row.probe)
    .where("probes_hours.hour", "=", row.hour)
    .executeTakeFirst();
  const { probe, hour } = row;
  const sum = {
    runs: row.runs + (before?.runs ?? 0),
    passed: row.passed + (before?.passed ?? 0),
    answered: row.answered + (before?.answered ?? 0),
    total_us: row.total_us + (before?.total_us ?? 0),
    slowest_us: Math.max(row.slowest_us, before?.slowest_us ?? 0),
  };
  await tx
    .tables<ProbesRows>()
    .insertInto("probes_hours")
    .values({ probe, hour, ...sum })
    .onConflict((conflict) => conflict.columns(["probe", "hour"]).doUpdateSet(sum))
    .execute();
  if (before !== undefined) return;
  await tx
    .tables<ProbesRows>()
    .deleteFrom("probes_hours")
    .where("probes_hours.probe", "=", probe)
    .where("probes_hours.hour", "<", keepFrom)
    .execute();
}

/** Runs, the latest first, before the one numbered `before`; `failed`: only those. */
export async function resultsBefore(
  read: Reader,
  probe: string,
  { before, failed, limit }: { readonly before: number | undefined; readonly failed: boolean; readonly limit: number },
): Promise<ResultRow[]> {
  let query = read
    .tables<ProbesRows>()
    .selectFrom("probes_results")
    .selectAll()
    .where("probes_results.probe", "=", probe)
    .orderBy("probes_results.seq", "desc")
    .limit(limit);
  if (before !== undefined) query = query.where("probes_results.seq", "<", before);
  if (failed) query = query.where("probes_results.passed", "=", 0);
  return query.execute();
}

/** The hours of these probes from `from` on, in turn. */
export async function hoursOf(read: Reader, probes: readonly string[], from: number): Promise<HourRow[]> {
  if (probes.length === 0) return [];
  return read
    .tables<ProbesRows>()
    .selectFrom("probes_hours")
    .selectAll()
    .where("probes_hours.probe", "in", [...probes])
    .where("probes_hours.hour", ">=", from)
    .orderBy("probes_hours.hour")
    .execute();
}
