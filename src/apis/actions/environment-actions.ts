import { z } from "zod";
import { refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import type { Reader } from "#storage";
import { address, apiName, environmentSchema, environmentsSchema, versionName } from "../contract.ts";
import type { EnvironmentRow } from "../model/rows.ts";
import { deleteEnvironment, environmentsOf } from "../store/environments.ts";
import type { OnApiChanged } from "./api-changed.ts";
import { existingApi } from "./get-api.ts";
import { saveEnvironment } from "./save-environment.ts";

const named = { api: apiName, environment: apiName };

/** What is done with the environments of an API. */
export function environmentActions(changed: OnApiChanged): Record<"list" | "put" | "remove", Action> {
  return { list: listEnvironments, put: putEnvironment(changed), remove: removeEnvironment(changed) };
}

const listEnvironments = readAction({
  name: "environment.list",
  may: "api:read",
  input: z.strictObject({ api: apiName }),
  output: environmentsSchema,
  run: async ({ api }, { read }) => {
    await existingApi(read, api);
    return { items: (await environmentsOf(read, api)).map(viewOf), next: null };
  },
});

/** Makes an environment, or says where it is and which version runs there; what is left out stays. */
function putEnvironment(changed: OnApiChanged): Action {
  return changeAction({
    name: "environment.put",
    may: "api:write",
    input: z.strictObject({
      ...named,
      address: address.nullable().optional(),
      version: versionName.nullable().optional(),
    }),
    output: environmentSchema,
    run: async (written, { tx, call }) => {
      const { api, environment } = written;
      await existingApi(tx, api);
      const before = await findEnvironment(tx, api, environment);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `environment ${environment} of the API ${api}`);
      const row = await saveEnvironment(tx, written);
      tx.afterCommit(() => changed({ api, what: "versions" }));
      return viewOf(row);
    },
    audit: ({ api, environment }, { address: at, version, revision }) => ({
      subject: `environment:${api}/${environment}`,
      facts: { at, version, revision },
    }),
  });
}

function removeEnvironment(changed: OnApiChanged): Action {
  return changeAction({
    name: "environment.delete",
    may: "api:write",
    input: z.strictObject(named),
    output: z.void(),
    run: async ({ api, environment }, { tx, call }) => {
      await existingApi(tx, api);
      const row = await findEnvironment(tx, api, environment);
      if (row === undefined) throw notFound(api, environment);
      refuseStale(call.precondition, row.revision);
      refuseManaged(row.managed_by, `environment ${environment} of the API ${api}`);
      await deleteEnvironment(tx, api, environment);
      tx.afterCommit(() => changed({ api, what: "versions" }));
    },
    audit: ({ api, environment }) => ({ subject: `environment:${api}/${environment}` }),
  });
}

function viewOf({ managed_by: managedBy, ...row }: EnvironmentRow): z.input<typeof environmentSchema> {
  return { ...row, managedBy };
}

async function findEnvironment(read: Reader, api: string, environment: string): Promise<EnvironmentRow | undefined> {
  return (await environmentsOf(read, api)).find((row) => row.environment === environment);
}

function notFound(api: string, environment: string): Refusal {
  return new Refusal(
    "not-found",
    "environment.not-found",
    `The API ${api} has no environment "${environment}". GET /api/v1/apis/${api}/environments lists those that it has.`,
    { api, environment },
  );
}
