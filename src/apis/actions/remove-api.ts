import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { type Action, changeAction } from "#identity";
import { apiName } from "../contract.ts";
import { deleteApi } from "../store/apis.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { existingApi } from "./get-api.ts";

/** Removes an API and its objectives file. Its records and counts stay until they expire. */
export function removeApi(changed: OnApiChanged): Action {
  return changeAction({
    name: "api.delete",
    may: "api:write",
    input: z.strictObject({ api: apiName }),
    output: z.void(),
    run: async ({ api }, { tx, call }) => {
      const { revision, managed_by: managedBy } = await existingApi(tx, api);
      refuseStale(call.precondition, revision);
      refuseManaged(managedBy, `API ${api}`);
      await deleteApi(tx, api);
      tx.afterCommit(() => changed({ api, what: "deleted" }));
    },
    audit: ({ api }) => ({ subject: `api:${api}` }),
  });
}
