import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { type LifeFact, reasonAgainst, stateOf, type VersionLife } from "../model/versions.ts";
import { addLifeFact, storeVersion } from "../store/versions.ts";
import { existingVersion, findVersion } from "./existing-version.ts";
import type { Saving } from "./saving.ts";

/** What is to be made of a version. */
export interface VersionMove {
  readonly api: string;
  readonly version: string;
  readonly state: LifeFact["state"];
  /** Of a deprecation, and needed there: epoch ms. */
  readonly sunsetAt?: number | undefined;
  readonly successor?: string | null | undefined;
}

/** Makes a version live, deprecates or retires it; a fact with who and when. Refuses what `reasonAgainst` has a reason against. */
export async function moveVersion(tx: Tx, move: VersionMove, { now, by }: Saving): Promise<void> {
  const { api, version, state, sunsetAt, successor = null } = move;
  const { row, life } = await existingVersion(tx, api, version);
  const reason = reasonAgainst(life, state, now);
  if (reason !== undefined) {
    throw new Refusal("conflict", "version.transition", reason, { api, version, state: stateOf(life) });
  }
  refuseMisplaced(move, now);
  if (successor !== null) refuseSuccessor(move, (await findVersion(tx, api, successor))?.life);
  await storeVersion(tx, { ...row, revision: row.revision + 1 });
  await addLifeFact(tx, {
    api,
    version,
    seq: life.facts.length + 1,
    state,
    at: now,
    made_by: by,
    sunset_at: sunsetAt ?? null,
    successor,
  });
}

function refuseMisplaced({ state, sunsetAt, successor }: VersionMove, now: number): void {
  if (state === "deprecated") {
    if (sunsetAt === undefined) throw faulty("/sunsetAt", "say until when clients can rely on it");
    if (sunsetAt < now) throw faulty("/sunsetAt", "must not be past, as clients need time");
    return;
  }
  if (sunsetAt !== undefined) throw faulty("/sunsetAt", `belongs to a deprecation, not to "${state}"`);
  if (successor !== undefined && successor !== null) {
    throw faulty("/successor", `belongs to a deprecation, not to "${state}"`);
  }
}

function refuseSuccessor({ version, successor }: VersionMove, life: VersionLife | undefined): void {
  if (successor === version) throw faulty("/successor", "cannot be the version itself");
  if (life === undefined) throw faulty("/successor", "is no version of this API");
  if (stateOf(life) === "live" || stateOf(life) === "draft") return;
  throw faulty("/successor", `is ${stateOf(life)} itself, so clients should not go there`);
}

function faulty(pointer: string, detail: string): Refusal {
  return new Refusal("invalid", "request.invalid", `Nothing was changed: ${pointer.slice(1)} ${detail}.`, {
    faults: [{ pointer, detail }],
  });
}
