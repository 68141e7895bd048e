import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { isoText, Refusal } from "#kernel";
import { type Action, changeAction } from "#identity";
import { apiName, apiSchema } from "../contract.ts";
import type { ApiRow } from "../model/rows.ts";
import { countApis, findApi, saveApi, saveObjectivesFile } from "../store.ts";
import type { OnApiChanged } from "./api-changed.ts";

const APIS_MAX = 1_000;
const TITLE_MAX = 200;

/** Scheme, host and path; what else an address can have would never fit a request. */
const place = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://api.example.com/v1" })
  .max(2_000)
  .refine((text) => !/[?#@]/.test(text), "takes no user, query or fragment");

/** What a new API promises until somebody says otherwise: the text of its first objectives file. */
export type FirstObjectives = (api: string) => string;

/** Creates an API, or changes what is given: what is left out stays, `at: null` takes the address away. */
export function putApi(changed: OnApiChanged, firstObjectives: FirstObjectives): Action {
  return changeAction({
    name: "api.put",
    may: "api:write",
    input: z.strictObject({
      api: apiName,
      title: z.string().trim().min(1).max(TITLE_MAX).optional(),
      at: place.nullable().optional(),
    }),
    output: apiSchema,
    run: async ({ api, title, at }, { tx, now, call }) => {
      const before = await findApi(tx, api);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `API ${api}`);
      if (before === undefined && (await countApis(tx)) >= APIS_MAX) throw tooMany();
      const row: ApiRow = {
        api,
        title: title ?? before?.title ?? api,
        at: at === undefined ? (before?.at ?? null) : at,
        created_at: before?.created_at ?? now,
        revision: (before?.revision ?? 0) + 1,
        managed_by: before?.managed_by ?? null,
      };
      await saveApi(tx, row);
      if (before === undefined) await saveObjectivesFile(tx, { api, text: firstObjectives(api), revision: 1 });
      tx.afterCommit(() => changed({ api, what: "put" }));
      return apiView(row);
    },
    audit: ({ api }, { title, at, revision }) => ({ subject: `api:${api}`, facts: { title, at, revision } }),
  });
}

/** An API as people see it. */
export function apiView({ created_at, managed_by: managedBy, ...row }: ApiRow): z.input<typeof apiSchema> {
  return { ...row, managedBy, createdAt: isoText(created_at) };
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "api.too-many",
    `There are ${APIS_MAX} APIs already, so none was added. Delete those that are gone.`,
    { max: APIS_MAX },
  );
}
