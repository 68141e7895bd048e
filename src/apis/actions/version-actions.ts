import { z } from "zod";
import { instantField, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import type { Reader } from "#storage";
import { apiName, lifeState, titleText, versionName, versionSchema, versionsSchema } from "../contract.ts";
import type { VersionRow } from "../model/rows.ts";
import { versionViews } from "../model/version-view.ts";
import { deleteVersion, documentHeadsOf, lifeFactsOf, versionsOf } from "../store/versions.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { existingApi } from "./get-api.ts";
import { existingVersion, refuseUndeletable } from "./existing-version.ts";
import { moveVersion } from "./move-version.ts";
import { saveVersion } from "./save-version.ts";

const named = { api: apiName, version: versionName };

/** What is done with the versions of an API. */
export function versionActions(changed: OnApiChanged): Record<"list" | "put" | "move" | "remove", Action> {
  return {
    list: listVersions,
    put: putVersion(changed),
    move: putLife(changed),
    remove: removeVersion(changed),
  };
}

const listVersions = readAction({
  name: "version.list",
  may: "api:read",
  input: z.strictObject({ api: apiName }),
  output: versionsSchema,
  run: async ({ api }, { read, now }) => {
    await existingApi(read, api);
    return { items: await viewsOf(read, api, now), next: null };
  },
});

/** Makes a draft, or changes its title. */
function putVersion(changed: OnApiChanged): Action {
  return changeAction({
    name: "version.put",
    may: "api:write",
    input: z.strictObject({ ...named, title: titleText.optional() }),
    output: versionSchema,
    run: async ({ api, version, title }, { tx, now, call }) => {
      await existingApi(tx, api);
      const before = (await versionsOf(tx, api)).find((row) => row.version === version);
      refuseStale(call.precondition, before?.revision);
      refuseManagedVersion(before);
      await saveVersion(tx, { api, version, title }, { now });
      tx.afterCommit(() => changed({ api, what: "versions" }));
      return viewOf(tx, { api, version }, now);
    },
    audit: ({ api, version }, { title, revision }) => ({
      subject: `version:${api}/${version}`,
      facts: { title, revision },
    }),
  });
}

/** Makes a version live, deprecates or retires it. */
function putLife(changed: OnApiChanged): Action {
  return changeAction({
    name: "version.move",
    may: "api:write",
    input: z.strictObject({
      ...named,
      state: lifeState,
      sunsetAt: instantField.optional(),
      successor: versionName.nullable().optional(),
    }),
    output: versionSchema,
    run: async ({ api, version, ...move }, { tx, now, by, call }) => {
      await existingApi(tx, api);
      const { row } = await existingVersion(tx, api, version);
      refuseStale(call.precondition, row.revision);
      refuseManagedVersion(row);
      await moveVersion(tx, { api, version, ...move }, { now, by: by.name });
      tx.afterCommit(() => changed({ api, what: "versions" }));
      return viewOf(tx, { api, version }, now);
    },
    audit: ({ api, version, ...move }) => ({ subject: `version:${api}/${version}`, facts: move }),
  });
}

/** Deletes a version that nobody can have used, or that is over: a draft, or a retired one. */
function removeVersion(changed: OnApiChanged): Action {
  return changeAction({
    name: "version.delete",
    may: "api:write",
    input: z.strictObject(named),
    output: z.void(),
    run: async ({ api, version }, { tx, call }) => {
      await existingApi(tx, api);
      const existing = await existingVersion(tx, api, version);
      refuseStale(call.precondition, existing.row.revision);
      refuseManagedVersion(existing.row);
      await refuseUndeletable(tx, existing);
      await deleteVersion(tx, api, version);
      tx.afterCommit(() => changed({ api, what: "versions" }));
    },
    audit: ({ api, version }) => ({ subject: `version:${api}/${version}` }),
  });
}

/** Refuses a change of a version that a configuration text owns. */
export function refuseManagedVersion(row: VersionRow | undefined): void {
  refuseManaged(row?.managed_by ?? null, `version ${row?.version} of the API ${row?.api}`);
}

type VersionView = z.input<typeof versionSchema>;

async function viewsOf(read: Reader, api: string, now: number): Promise<VersionView[]> {
  const facts = await lifeFactsOf(read, api);
  const documents = await documentHeadsOf(read, api);
  return versionViews(await versionsOf(read, api), { facts, documents, now });
}

async function viewOf(read: Reader, of: { api: string; version: string }, now: number): Promise<VersionView> {
  const views = await viewsOf(read, of.api, now);
  return views.find(({ version }) => version === of.version) as VersionView;
}
