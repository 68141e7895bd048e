import { z } from "zod";
import { refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { apiName, openApiDiffSchema, openApiPutSchema, versionName } from "../contract.ts";
import { DOCUMENT_CHARACTERS_MAX } from "../model/openapi.ts";
import type { DocumentRow } from "../model/rows.ts";
import { findDocument } from "../store/versions.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { existingVersion } from "./existing-version.ts";
import { existingApi } from "./get-api.ts";
import type { OpenApiThreads } from "./openapi-threads.ts";
import { previousDocumented } from "./previous-documented.ts";
import { saveOpenApi } from "./save-openapi.ts";
import { refuseManagedVersion } from "./version-actions.ts";

const named = { api: apiName, version: versionName };

/** What is done with the OpenAPI documents of an API's versions. */
export function openApiActions(threads: OpenApiThreads, changed: OnApiChanged): Record<"get" | "put" | "diff", Action> {
  return { get: getOpenApi, put: putOpenApi(threads, changed), diff: diffOpenApi(threads) };
}

/** The document as it was written. */
const getOpenApi = readAction({
  name: "openapi.get",
  may: "api:read",
  input: z.strictObject(named),
  output: z.object({ text: z.string(), revision: z.number() }),
  run: async ({ api, version }, { read }) => {
    await existingApi(read, api);
    return existingDocument(read, api, version);
  },
});

/** Keeps a document without faults; those of a faulty one are told with line and column, and nothing changes. */
function putOpenApi(threads: OpenApiThreads, changed: OnApiChanged): Action {
  return changeAction({
    name: "openapi.put",
    may: "api:write",
    input: z.strictObject({ ...named, text: z.string().max(DOCUMENT_CHARACTERS_MAX) }),
    output: openApiPutSchema,
    prepare: ({ text }) => threads.read(text, "openapi"),
    run: async ({ api, version, text }, { tx, now, by, call }, summary) => {
      await existingApi(tx, api);
      refuseManagedVersion((await existingVersion(tx, api, version)).row);
      refuseStale(call.precondition, (await findDocument(tx, api, version))?.revision);
      const { revision } = await saveOpenApi(tx, { api, version, text, summary }, { now, by: by.name });
      tx.afterCommit(() => changed({ api, what: "versions" }));
      const { title, operations, basePaths } = summary;
      return { api, version, title, operations: operations.length, basePaths: [...basePaths], revision };
    },
    audit: ({ api, version, text }, { operations, revision }) => ({
      subject: `version:${api}/${version}`,
      facts: { openapi: { revision, operations, characters: text.length } },
    }),
  });
}

/** What a version changes for clients, against the one before it or another one. */
function diffOpenApi(threads: OpenApiThreads): Action {
  return readAction({
    name: "openapi.diff",
    may: "api:read",
    input: z.strictObject({ ...named, against: versionName.optional() }),
    output: openApiDiffSchema,
    run: async ({ api, version, against }, { read }) => {
      await existingApi(read, api);
      const { text } = await existingDocument(read, api, version);
      const other = against ?? (await previousDocumented(read, api, version));
      const before = other === undefined ? "{}" : (await existingDocument(read, api, other)).text;
      const { added, removed, changed, changes, ...rest } = await threads.compare(before, text);
      const lists = { added: [...added], removed: [...removed], changed: [...changed], changes: [...changes] };
      return { api, version, against: other ?? null, ...lists, ...rest };
    },
  });
}

async function existingDocument(read: Reader, api: string, version: string): Promise<DocumentRow> {
  await existingVersion(read, api, version);
  const row = await findDocument(read, api, version);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "openapi.not-found",
    `Version ${version} of the API ${api} has no OpenAPI document. PUT one to /api/v1/apis/${api}/versions/${version}/openapi.`,
    { api, version },
  );
}
