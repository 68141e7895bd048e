import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { isoText } from "#kernel";
import { type Action, changeAction } from "#identity";
import { addresses, apiName, apiSchema, ownerName, reachFields, titleText } from "../contract.ts";
import { addressesOf } from "../model/addresses.ts";
import type { ApiRow } from "../model/rows.ts";
import { countingSource, writtenReach } from "../model/stored-reach.ts";
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
      ...z.object(reachFields).partial().shape,
    }),
    output: apiSchema,
    run: async ({ api, at, records, upstream, logs, client, ...rest }, { tx, now, call }) => {
      const before = await findApi(tx, api);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `API ${api}`);
      const given = at === undefined ? {} : { addresses: at === null ? [] : [at].flat() };
      const saved = await saveApi(tx, { api, ...rest, ...given, reach: { records, upstream, logs, client } }, { now });
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
export function apiView(row: ApiRow): z.input<typeof apiSchema> {
  const { api, title, description, owner, at, managed_by: managedBy, created_at: createdAt, revision } = row;
  const all = addressesOf(at);
  const shown = all.length > 1 ? [...all] : (all[0] ?? null);
  const own = { api, title, description, owner, managedBy, revision, createdAt: isoText(createdAt) };
  return { ...own, at: shown, ...writtenReach(row), countedBy: countingSource(row) };
}
