import { findApi } from "#apis";
import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { awaitedFrom, type Heartbeat, HEARTBEATS_MAX } from "../model/heartbeat.ts";
import type { HeartbeatRow } from "../model/rows.ts";
import { everyHeartbeat, findHeartbeat, storeHeartbeat } from "../store/heartbeats.ts";

/** A heartbeat as somebody says it, whole. */
export type WrittenHeartbeat = Pick<Heartbeat, "name" | "api" | "title" | "everyMs" | "graceMs" | "paused">;

/**
 * Makes a heartbeat, or makes it what is said; whose rhythm changes is awaited from now on. Refuses an API that is not
 * there, what another text owns, and more than 500. `managedBy`: the configuration text that owns it from now on.
 */
export async function saveHeartbeat(
  tx: Tx,
  written: WrittenHeartbeat,
  { now, managedBy }: { readonly now: number; readonly managedBy: string | null },
): Promise<HeartbeatRow> {
  const { name, api, title, everyMs, graceMs, paused } = written;
  const before = await findHeartbeat(tx, name);
  if (before !== undefined && before.managed_by !== managedBy) refuseManaged(before.managed_by, `heartbeat ${name}`);
  if (before === undefined && (await everyHeartbeat(tx)).length >= HEARTBEATS_MAX) throw tooMany();
  if ((await findApi(tx, api)) === undefined) throw noApi(name, api);
  const rhythm = { every_ms: everyMs, grace_ms: graceMs, paused: paused ? 1 : 0 };
  const isSameRhythm = before?.every_ms === everyMs && before.grace_ms === graceMs && before.paused === rhythm.paused;
  const known = before === undefined ? {} : (JSON.parse(before.state) as object);
  const state = isSameRhythm
    ? before.state
    : JSON.stringify({ ...awaitedFrom(now), ...known, from: now, firedAt: null });
  const row: HeartbeatRow = {
    heartbeat: name,
    api,
    title: title === "" ? name : title,
    ...rhythm,
    secret_sha256: before?.secret_sha256 ?? null,
    state,
    created_at: before?.created_at ?? now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  };
  const isSame = isSameRhythm && before.api === api && before.title === row.title && before.managed_by === managedBy;
  if (isSame) return before;
  await storeHeartbeat(tx, row);
  return row;
}

function noApi(heartbeat: string, api: string): Refusal {
  return new Refusal(
    "invalid",
    "heartbeat.no-api",
    `There is no API "${api}", so the heartbeat ${heartbeat} was not saved. Create the API first.`,
    { faults: [{ pointer: "/api", detail: `there is no API named "${api}"` }] },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "heartbeat.too-many",
    `There are ${HEARTBEATS_MAX} heartbeats already, so none was added. Delete those that nobody needs.`,
    { max: HEARTBEATS_MAX },
  );
}
