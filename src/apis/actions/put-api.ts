import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { isoText } from "#kernel";
import { type Action, changeAction } from "#identity";
import { addresses, apiName, apiSchema, ownerName, titleText } from "../contract.ts";
import { addressesOf } from "../model/addresses.ts";
import type { ApiRow } from "../model/rows.ts";
import { findApi, saveObjectivesFile } from "../store/apis.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { saveApi } from "./save-api.ts";

const DESCRIPTION_MAX = 10_000;

/** What a new API promises until somebody says otherwise: the text of its first objectives file. */
export type FirstObjectives = (api: string) => string;

/** Creates an API, or changes what is given: what is left out stays, `at: null` takes the addresses away. */
export function putApi(changed: OnApiChanged, firstObjectives: FirstObjectives): Action {
  return changeAction({
    name: "api.put",
    may: "api:write",
    input: z.strictObject({
      api: apiName,
      title: titleText.optional(),
      description: z.string().trim().max(DESCRIPTION_MAX).optional(),
      owner: ownerName.nullable().optional(),
      at: addresses.optional(),
    }),
    output: apiSchema,
    run: async ({ api, at, ...rest }, { tx, now, call }) => {
      const before = await findApi(tx, api);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `API ${api}`);
      const given = at === undefined ? {} : { addresses: at === null ? [] : [at].flat() };
      const saved = await saveApi(tx, { api, ...rest, ...given }, { now });
      if (saved.isNew) await saveObjectivesFile(tx, { api, text: firstObjectives(api), revision: 1 });
      tx.afterCommit(() => changed({ api, what: "put" }));
      return apiView(saved.row);
    },
    audit: ({ api }, { title, owner, at, revision }) => ({
      subject: `api:${api}`,
      facts: { title, owner, at, revision },
    }),
  });
}

/** An API as people see it. */
export function apiView({ created_at, managed_by: managedBy, at, ...row }: ApiRow): z.input<typeof apiSchema> {
  const all = addressesOf(at);
  const shown = all.length > 1 ? [...all] : (all[0] ?? null);
  return { ...row, at: shown, managedBy, createdAt: isoText(created_at) };
}
