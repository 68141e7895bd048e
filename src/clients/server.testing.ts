import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "#http";
import { Identity, identityMigrations } from "#identity";
import { Ids } from "#kernel";
import { openState, type State } from "#storage";
import type { ClientChanged } from "./actions/saving.ts";
import { Clients, type ClientsOptions } from "./clients.ts";
import { clientsMigrations } from "./migrations.ts";

interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rows of identity that its own flows would make: this module has no people. */
interface PeopleRows {
  identity_people: {
    id: string;
    name: string;
    name_key: string;
    password: string;
    created_at: number;
    roles: string;
  };
  identity_memberships: { person_id: string; organisation: string; created_at: number };
  identity_sessions: {
    sha256: string;
    person_id: string;
    address: string;
    created_at: number;
    seen_at: number;
    expires_at: number;
  };
}

/**
 * The routes of clients on a real application. `ask` is an administrator; `developer` gives the same for a person who
 * acts for organisations only. The clock stands until `clock.at` is moved.
 */
export async function openTestServer(options: Pick<ClientsOptions, "order"> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-clients-"));
  const clock = { at: Date.UTC(2027, 0, 15), now: () => clock.at };
  const modules = [
    { module: "identity", migrations: identityMigrations },
    { module: "clients", migrations: clientsMigrations },
  ];
  const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://localhost" });
  const { adminToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  const changes: ClientChanged[] = [];
  const publicUrl = "http://localhost:4747/";
  const onChanged = (changed: ClientChanged): void => void changes.push(changed);
  const clients = await Clients.open({ state, clock, ids, entropy: randomBytes, publicUrl, onChanged, ...options });
  const app = await buildApp({
    routes: [...identity.routes, ...clients.routes],
    run: identity.run,
    secure: false,
    trustedProxies: [],
    version: "1.0.0",
    nextRequestId: () => ids.next("req"),
    onBug: (error) => {
      throw error;
    },
  });
  async function ask({ method, url, body, headers }: Asked) {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${adminToken}`, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = String(answer.headers["content-type"]).includes("json");
    return {
      status: answer.statusCode,
      text: answer.body,
      body: (isJson ? JSON.parse(answer.body) : {}) as Readonly<Record<string, unknown>>,
      etag: answer.headers.etag,
      headers: answer.headers,
    };
  }
  const askers = (headers: Readonly<Record<string, string>>) => ({
    get: (url: string) => ask({ method: "GET", url, headers }),
    put: (url: string, body: object, more = {}) => ask({ method: "PUT", url, body, headers: { ...headers, ...more } }),
    post: (url: string, body: object = {}) => ask({ method: "POST", url, body, headers }),
    remove: (url: string) => ask({ method: "DELETE", url, headers }),
    ask: (asked: Asked) => ask({ ...asked, headers }),
  });
  return {
    app,
    directory,
    state,
    clients,
    clock,
    changes,
    ...askers({}),
    /** Signs a person in who acts for these organisations and has no role. */
    developer: async (name: string, organisations: readonly string[]) => {
      const session = await insertDeveloper(state, { name, organisations, now: clock.at });
      const cookie = `plimsoll=${session}`;
      const nobody = { authorization: "" };
      const shown = await ask({ method: "GET", url: "/session", headers: { ...nobody, cookie } });
      return askers({ ...nobody, cookie, "x-csrf-token": String(shown.body["csrf"]) });
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
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

async function insertDeveloper(
  state: State,
  { name, organisations, now }: { name: string; organisations: readonly string[]; now: number },
): Promise<string> {
  const session = randomBytes(32).toString("base64url");
  const id = `per_${hash("sha256", name, "hex").slice(0, 20)}`;
  await state.transact(async (tx) => {
    const tables = tx.tables<PeopleRows>();
    const person = { id, name, name_key: name.toLowerCase(), password: "none", created_at: now, roles: "[]" };
    await tables.insertInto("identity_people").values(person).execute();
    for (const organisation of organisations) {
      await tables
        .insertInto("identity_memberships")
        .values({ person_id: id, organisation, created_at: now })
        .execute();
    }
    const times = { created_at: now, seen_at: now, expires_at: now + 86_400_000 };
    await tables
      .insertInto("identity_sessions")
      .values({ sha256: hash("sha256", session, "hex"), person_id: id, address: "::1", ...times })
      .execute();
  });
  return session;
}
