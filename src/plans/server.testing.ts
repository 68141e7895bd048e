import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apisMigrations, saveApi } from "#apis";
import { clientsMigrations, saveClient, saveOrganisation } from "#clients";
import { buildApp } from "#http";
import { Identity, identityMigrations } from "#identity";
import { Ids } from "#kernel";
import { openState, type State } from "#storage";
import { plansRoutes } from "./http.ts";
import { plansMigrations } from "./migrations.ts";

interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rows of identity that its own flows would make: this module has no people. */
interface PeopleRows {
  identity_people: { id: string; name: string; name_key: string; password: string; created_at: number; roles: string };
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

const MODULES = [
  { module: "identity", migrations: identityMigrations },
  { module: "apis", migrations: apisMigrations },
  { module: "clients", migrations: clientsMigrations },
  { module: "plans", migrations: plansMigrations },
];

/**
 * The routes of plans on a real application, with the APIs orders and carts, and the organisations acme and bolt with
 * a client each. Without a name an administrator asks. The clock stands until `clock.at` is moved.
 */
export async function openTestServer() {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-plans-"));
  const clock = { at: Date.UTC(2027, 0, 15), now: () => clock.at };
  const at = { file: join(directory, "state.db") };
  const state = await openState({ at, modules: MODULES, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://localhost" });
  const { adminToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  await insertOffer(state, ids, clock.at);
  const app = await buildApp({
    routes: [...identity.routes, ...plansRoutes],
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
    };
  }
  const askers = (headers: Readonly<Record<string, string>>) => ({
    get: (url: string) => ask({ method: "GET", url, headers }),
    put: (url: string, body: object, more = {}) => ask({ method: "PUT", url, body, headers: { ...headers, ...more } }),
    post: (url: string, body: object = {}) => ask({ method: "POST", url, body, headers }),
    remove: (url: string) => ask({ method: "DELETE", url, headers }),
    ask: (asked: Asked) => ask({ ...asked, headers }),
  });
  async function person(name: string, of: { organisations?: readonly string[]; roles?: readonly string[] }) {
    const session = await insertPerson(state, { name, organisations: [], roles: [], ...of, now: clock.at });
    const cookie = `plimsoll=${session}`;
    const shown = await ask({ method: "GET", url: "/session", headers: { authorization: "", cookie } });
    return askers({ authorization: "", cookie, "x-csrf-token": String(shown.body["csrf"]) });
  }
  return {
    app,
    state,
    ids,
    clock,
    ...askers({}),
    person,
    acme: await person("Ada of Acme", { organisations: ["acme"] }),
    bolt: await person("Ben of Bolt", { organisations: ["bolt"] }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
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

interface NewPerson {
  readonly name: string;
  readonly organisations: readonly string[];
  readonly roles: readonly string[];
  readonly now: number;
}

async function insertPerson(state: State, { name, organisations, roles, now }: NewPerson): Promise<string> {
  const session = randomBytes(32).toString("base64url");
  const id = `per_${hash("sha256", name, "hex").slice(0, 20)}`;
  await state.transact(async (tx) => {
    const tables = tx.tables<PeopleRows>();
    const made = {
      name,
      name_key: name.toLowerCase(),
      password: "none",
      created_at: now,
      roles: JSON.stringify(roles),
    };
    await tables
      .insertInto("identity_people")
      .values({ id, ...made })
      .execute();
    for (const organisation of organisations) {
      await tables
        .insertInto("identity_memberships")
        .values({ person_id: id, organisation, created_at: now })
        .execute();
    }
    const times = { created_at: now, seen_at: now, expires_at: now + 40 * 86_400_000 };
    await tables
      .insertInto("identity_sessions")
      .values({ sha256: hash("sha256", session, "hex"), person_id: id, address: "::1", ...times })
      .execute();
  });
  return session;
}
