import { isDeepStrictEqual } from "node:util";
import { findApi } from "#apis";
import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { type Check, type Probe, PROBES_MAX } from "../model/probe.ts";
import { NEW_STATE } from "../model/probe-state.ts";
import { probeOfRow, rowOfProbe, stateOfRow } from "../model/stored-probe.ts";
import { everyProbe, findProbe, statesOf, storeProbe, storeState } from "../store/probes.ts";
import { type GivenHeader, type HeaderSeal, openedHeaders, openHeaders, sealedHeaders } from "./secret-headers.ts";

/** A probe as somebody says it, whole. */
export interface WrittenProbe
  extends
    Omit<Check, "headers">,
    Pick<Probe, "name" | "api" | "title" | "everyMs" | "tlsDays" | "failures" | "successes" | "paused"> {
  readonly headers: readonly GivenHeader[];
}

/** What saving stands on; `managedBy`: the configuration text that owns it from now on. */
export interface ProbeSaving {
  readonly now: number;
  readonly managedBy: string | null;
  readonly seal: HeaderSeal;
}

/**
 * Makes a probe, or makes it what is said. What it asks for another thing than before begins anew: what failed then says
 * nothing. Refuses an API that is not there, what another text owns, and more than 200.
 */
export async function saveProbe(tx: Tx, written: WrittenProbe, { now, managedBy, seal }: ProbeSaving): Promise<Probe> {
  const { name } = written;
  const row = await findProbe(tx, name);
  const before = row === undefined ? undefined : probeOfRow(row);
  if (before !== undefined && before.managedBy !== managedBy) refuseManaged(before.managedBy, `probe ${name}`);
  if (before === undefined && (await everyProbe(tx)).length >= PROBES_MAX) throw tooMany();
  if ((await findApi(tx, written.api)) === undefined) throw noApi(name, written.api);
  const headers = openHeaders(written.headers, before, seal);
  const opened: Probe = {
    ...written,
    headers,
    title: written.title === "" ? name : written.title,
    createdAt: before?.createdAt ?? now,
    revision: (before?.revision ?? 0) + 1,
    managedBy,
  };
  if (before !== undefined) {
    const was = { ...before, headers: openedHeaders(before, seal), revision: opened.revision };
    if (isDeepStrictEqual(sorted(was), sorted(opened))) return before;
    if (was.url !== opened.url || was.method !== opened.method || was.paused !== opened.paused) {
      await beginAnew(tx, name);
    }
  }
  const probe = { ...opened, headers: sealedHeaders(name, headers, seal) };
  await storeProbe(tx, rowOfProbe(probe));
  return probe;
}

/** What was left out is not there at all. */
function sorted(probe: Probe): unknown {
  return JSON.parse(JSON.stringify(probe));
}

/** Runs are counted on; what they said of the probe is not. */
async function beginAnew(tx: Tx, probe: string): Promise<void> {
  const [row] = await statesOf(tx, [probe]);
  if (row === undefined) return;
  await storeState(tx, { probe, state: JSON.stringify({ ...NEW_STATE, last: stateOfRow(row).last }) });
}

function noApi(probe: string, api: string): Refusal {
  return new Refusal(
    "invalid",
    "probe.no-api",
    `There is no API "${api}", so the probe ${probe} was not saved. Create the API first.`,
    { faults: [{ pointer: "/api", detail: `there is no API named "${api}"` }] },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "probe.too-many",
    `There are ${PROBES_MAX} probes already, so none was added. Delete those that nobody needs.`,
    { max: PROBES_MAX },
  );
}
