import { randomBytes } from "node:crypto";
import { invariant } from "#kernel";
import { openHouse } from "../identity/house.testing.ts";
import type { ClientChanged } from "./actions/saving.ts";
import { Clients, type ClientsOptions } from "./clients.ts";
import { clientsMigrations } from "./migrations.ts";

/**
 * The routes of clients on a real application. `ask` is an administrator; `developer` gives the same for a person who
 * acts for organisations only. The clock stands until `clock.at` is moved.
 */
export async function openTestServer(options: Pick<ClientsOptions, "order"> = {}) {
  const changes: ClientChanged[] = [];
  const onChanged = (changed: ClientChanged): void => void changes.push(changed);
  let clients: Clients | undefined;
  const house = await openHouse({
    modules: [{ module: "clients", migrations: clientsMigrations }],
    routes: async (parts) => {
      const publicUrl = "http://localhost:4747/";
      clients = await Clients.open({ ...parts, entropy: randomBytes, publicUrl, onChanged, ...options });
      return clients.routes;
    },
  });
  invariant(clients !== undefined, "the routes of clients were not asked for");
  return Object.assign(house, {
    clients,
    changes,
    /** Signs a person in who acts for these organisations and has no role. */
    developer: (name: string, organisations: readonly string[]) => house.person(name, { organisations }),
  });
}

/** Two organisations with a client each, and a developer of either. */
export async function openTwoHouses(options: Pick<ClientsOptions, "order"> = {}) {
  const server = await openTestServer(options);
  for (const [organisation, client] of [
    ["acme", "acme-shop"],
    ["bolt", "bolt-pay"],
  ] as const) {
    await server.put(`/organisations/${organisation}`, {
      title: `${organisation} Ltd`,
      note: `owes us: ${organisation}`,
    });
    await server.put(`/clients/${client}`, { organisation });
  }
  return Object.assign(server, {
    acme: await server.developer("Ada of Acme", ["acme"]),
    bolt: await server.developer("Ben of Bolt", ["bolt"]),
  });
}
