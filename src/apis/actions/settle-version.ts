import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { DocumentSummary } from "../model/document-summary.ts";
import { type LifeFact, stateOf, type VersionLife, type VersionState } from "../model/versions.ts";
import { deleteVersion, storeVersion } from "../store/versions.ts";
import { existingVersion, refuseUndeletable } from "./existing-version.ts";
import { moveVersion } from "./move-version.ts";
import { saveOpenApi } from "./save-openapi.ts";
import { saveVersion } from "./save-version.ts";
import type { Saving } from "./saving.ts";

/** What a version is to be. */
export interface SettledVersion {
  readonly api: string;
  readonly version: string;
  readonly title: string;
  readonly state: Exclude<VersionState, "retired">;
  /** Of a deprecation: epoch ms, and where clients go. */
  readonly sunsetAt: number | null;
  readonly successor: string | null;
  /** As it was read; absent: it keeps the one that it has. */
  readonly document?: { readonly text: string; readonly summary: DocumentSummary } | undefined;
}

/**
 * Makes a version of an API, or brings one to where it is to be, step by step: a new one that is to be deprecated is
 * live before. What is so already is left alone. Refuses to make a draft of what was live, and what `moveVersion` refuses.
 */
export async function settleVersion(tx: Tx, settled: SettledVersion, saving: Saving): Promise<void> {
  const { api, version, title, document } = settled;
  await saveVersion(tx, { api, version, title }, saving);
  if (document !== undefined) await saveOpenApi(tx, { api, version, ...document }, saving);
  for (const state of stepsTo(settled, (await existingVersion(tx, api, version)).life)) {
    const { sunsetAt, successor } = settled;
    const ends = state === "deprecated" ? { successor, ...(sunsetAt === null ? {} : { sunsetAt }) } : {};
    await moveVersion(tx, { api, version, state, ...ends }, saving);
  }
}

/**
 * What becomes of a version that no text names any more: a draft is deleted, one whose clients' time is over is retired.
 * Refuses while clients can use it.
 */
export async function dropVersion(tx: Tx, of: { api: string; version: string }, saving: Saving): Promise<void> {
  const existing = await existingVersion(tx, of.api, of.version);
  if (stateOf(existing.life) === "draft") {
    await refuseUndeletable(tx, existing);
    return deleteVersion(tx, of.api, of.version);
  }
  await moveVersion(tx, { ...of, state: "retired" }, saving);
  await releaseVersion(tx, of);
}

/** Nobody's text has it any more. */
export async function releaseVersion(tx: Tx, { api, version }: { api: string; version: string }): Promise<void> {
  const { row } = await existingVersion(tx, api, version);
  if (row.managed_by !== null) await storeVersion(tx, { ...row, managed_by: null, revision: row.revision + 1 });
}

function stepsTo({ state, sunsetAt, successor }: SettledVersion, life: VersionLife): LifeFact["state"][] {
  const now = stateOf(life);
  if (state === "draft" && now !== "draft") throw noDraft(life.version, now);
  if (state === "draft") return [];
  const last = life.facts.at(-1);
  if (state === now && (state === "live" || (last?.sunsetAt === sunsetAt && last.successor === successor))) return [];
  return state === "deprecated" && now === "draft" ? ["live", state] : [state];
}

function noDraft(version: string, state: VersionState): Refusal {
  return new Refusal(
    "conflict",
    "version.transition",
    `Version ${version} is ${state}, so clients know it, and it cannot become a draft again. Say what it is, or deprecate it.`,
    { version, state },
  );
}
