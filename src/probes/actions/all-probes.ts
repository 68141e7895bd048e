import type { Reader, Tx } from "#storage";
import type { Probe } from "../model/probe.ts";
import { probeOfRow } from "../model/stored-probe.ts";
import { deleteProbe, everyProbe, findProbe, storeProbe } from "../store/probes.ts";
import { type HeaderSeal, openedHeaders } from "./secret-headers.ts";

/** All probes, their secrets open: for whoever compares them with a text, and shows no secret. */
export async function allProbes(read: Reader, seal: HeaderSeal): Promise<Probe[]> {
  return (await everyProbe(read)).map((row) => {
    const probe = probeOfRow(row);
    return { ...probe, headers: openedHeaders(probe, seal) };
  });
}

/** Deletes a probe that a text named, with its runs. */
export async function removeProbe(tx: Tx, name: string): Promise<void> {
  await deleteProbe(tx, name);
}

/** From now on no text owns it. */
export async function releaseProbe(tx: Tx, name: string): Promise<void> {
  const row = await findProbe(tx, name);
  if (row !== undefined) await storeProbe(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}
