import { apisMigrations, saveApi } from "#apis";
import { clientsMigrations, saveClient, saveOrganisation } from "#clients";
import type { Ids } from "#kernel";
import type { State } from "#storage";
import { openHouse } from "../identity/house.testing.ts";
import { plansRoutes } from "./http.ts";
import { plansMigrations } from "./migrations.ts";

const MODULES = [
  { module: "apis", migrations: apisMigrations },
  { module: "clients", migrations: clientsMigrations },
  { module: "plans", migrations: plansMigrations },
];

/**
 * The routes of plans on a real application, with the APIs orders and carts, and the organisations acme and bolt with
 * a client each. Without a name an administrator asks. The clock stands until `clock.at` is moved.
 */
export async function openTestServer() {
  const house = await openHouse({ modules: MODULES, routes: () => plansRoutes });
  await insertOffer(house.state, house.ids, house.clock.at);
  return Object.assign(house, {
    acme: await house.person("Ada of Acme", { organisations: ["acme"] }),
    bolt: await house.person("Ben of Bolt", { organisations: ["bolt"] }),
  });
}

async function insertOffer(state: State, ids: Ids, now: number): Promise<void> {
  const saving = { now, nextId: (prefix: string) => ids.next(prefix), managedBy: null, changed: () => undefined };
  await state.transact(async (tx) => {
    for (const api of ["orders", "carts"]) {
      await saveApi(tx, { api }, { now });
    }
    for (const [organisation, client] of [
      ["acme", "acme-shop"],
      ["bolt", "bolt-pay"],
    ] as const) {
      await saveOrganisation(tx, { organisation, title: organisation, note: "" }, saving);
      await saveClient(tx, { client, organisation, title: client, description: "", environment: null }, saving);
    }
  });
}
