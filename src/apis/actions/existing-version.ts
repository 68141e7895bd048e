import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import type { VersionRow } from "../model/rows.ts";
import { stateOf, type VersionLife } from "../model/versions.ts";
import { livesOf } from "../model/version-view.ts";
import { environmentsOf } from "../store/environments.ts";
import { lifeFactsOf, versionsOf } from "../store/versions.ts";

/** A version with its life. */
export interface ExistingVersion {
  readonly row: VersionRow;
  readonly life: VersionLife;
}

/** The version of this name, or a refusal. */
export async function existingVersion(read: Reader, api: string, version: string): Promise<ExistingVersion> {
  const found = await findVersion(read, api, version);
  if (found !== undefined) return found;
  throw new Refusal(
    "not-found",
    "version.not-found",
    `The API ${api} has no version "${version}". PUT /api/v1/apis/${api}/versions/${version} creates it.`,
    { api, version },
  );
}

/** The version of this name, if there is one. */
export async function findVersion(read: Reader, api: string, version: string): Promise<ExistingVersion | undefined> {
  const row = (await versionsOf(read, api)).find((one) => one.version === version);
  if (row === undefined) return undefined;
  const [life] = livesOf([row], await lifeFactsOf(read, api));
  return { row, life: life as VersionLife };
}

/** Refuses to delete what clients may use, and what an environment runs or another version's clients are sent to. */
export async function refuseUndeletable(read: Reader, { row, life }: ExistingVersion): Promise<void> {
  const { api, version } = row;
  const reason = whyKept(life) ?? (await whoNeeds(read, row));
  if (reason === undefined) return;
  throw new Refusal("conflict", "version.in-use", `Version ${version} was not deleted. ${reason}`, { api, version });
}

function whyKept(life: VersionLife): string | undefined {
  const state = stateOf(life);
  if (state === "draft" || state === "retired") return undefined;
  return `It is ${state}, so clients may use it. ${state === "live" ? "Deprecate it, and retire" : "Retire"} it first.`;
}

async function whoNeeds(read: Reader, { api, version }: VersionRow): Promise<string | undefined> {
  const environment = (await environmentsOf(read, api)).find((one) => one.version === version);
  if (environment !== undefined) {
    return `The environment ${environment.environment} runs it. Give that another version first.`;
  }
  const follower = (await lifeFactsOf(read, api)).find((fact) => fact.successor === version);
  if (follower === undefined) return undefined;
  return `Clients of version ${follower.version} were told to go to it.`;
}
