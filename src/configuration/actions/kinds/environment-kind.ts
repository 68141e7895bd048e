import { allEnvironments, type ApiChanged, deleteEnvironment, saveEnvironment } from "#apis";
import type { Tx } from "#storage";
import type { KindOfObject } from "./kind-of-object.ts";
import { ofApi } from "./of-api.ts";

/** Where an API runs, and which version: `orders/production`. */
export function environmentKind(onChanged: (changed: ApiChanged) => void): KindOfObject {
  const tell = (tx: Tx, api: string): void => tx.afterCommit(() => onChanged({ api, what: "versions" }));
  return {
    kind: "environment",
    may: ["api:write"],
    normal: ({ fields: { at = null, version = null } }) => ({ at, version }),
    present: async (read) =>
      (await allEnvironments(read)).map(({ api, environment, address: at, version, managed_by: managedBy }) => {
        return { kind: "environment", name: `${api}/${environment}`, fields: { at, version }, managedBy };
      }),
    save: async (tx, { name, fields, managedBy }) => {
      const { api, part: environment } = ofApi(name);
      const { at: address, version } = fields as { readonly at: string | null; readonly version: string | null };
      await saveEnvironment(tx, { api, environment, address, version }, { managedBy });
      tell(tx, api);
    },
    remove: async (tx, name) => {
      const { api, part: environment } = ofApi(name);
      await deleteEnvironment(tx, api, environment);
      tell(tx, api);
    },
    release: async (tx, name) => {
      const { api, part: environment } = ofApi(name);
      await saveEnvironment(tx, { api, environment }, { managedBy: null });
      tell(tx, api);
    },
  };
}
