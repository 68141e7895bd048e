import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp, type Route } from "#http";
import { Ids } from "#kernel";
import { openState, type State, type StateOptions } from "#storage";
import type { Action } from "./actions/action.ts";
import { newSecret, secretHash } from "./actions/secret.ts";
import { Identity } from "./identity.ts";
import { identityMigrations } from "./migrations.ts";
import { personRow } from "./model/person.ts";
import type { Role } from "./model/permissions.ts";
import { insertSession } from "./store.ts";
import { insertMembership, insertPerson } from "./store/people.ts";

/** A request of a test. */
export interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object | string | undefined;
  readonly headers?: Headers;
}

/** What the routes of a module stand on. */
export interface HouseParts {
  readonly state: State;
  readonly ids: Ids;
  readonly identity: Identity;
  readonly clock: { at: number; now: () => number };
}

/** What is to be tested, beside identity. */
export interface HouseOptions {
  readonly modules: StateOptions["modules"];
  readonly routes: (parts: HouseParts) => readonly Route<Action>[] | Promise<readonly Route<Action>[]>;
}

type Headers = Readonly<Record<string, string | undefined>>;

const SESSION_LASTS_MS = 40 * 86_400_000;

/**
 * Routes on a real application, with identity and a state of their own. Whoever asks is an administrator; `person`
 * gives the same for somebody with roles, or who acts for organisations. The clock stands until `clock.at` is moved.
 */
export async function openHouse({ modules, routes }: HouseOptions) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-house-"));
  const clock = { at: Date.UTC(2027, 0, 15), now: () => clock.at };
  const state = await openState({
    at: { file: join(directory, "state.db") },
    modules: [{ module: "identity", migrations: identityMigrations }, ...modules],
    clock,
    program: "1.0.0",
  });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://localhost" });
  const { adminToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  const app = await buildApp({
    routes: [...identity.routes, ...(await routes({ state, ids, identity, clock }))],
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
      type: answer.headers["content-type"],
      headers: answer.headers,
    };
  }
  const askers = (own: Headers) => {
    const asking = (method: Asked["method"], url: string, more: Pick<Asked, "body" | "headers"> = {}) =>
      ask({ method, url, ...more, headers: { ...own, ...more.headers } });
    return {
      ask: ({ method, url, ...more }: Asked) => asking(method, url, more),
      get: (url: string, headers: Headers = {}) => asking("GET", url, { headers }),
      put: (url: string, body: object | string, headers: Headers = {}) => asking("PUT", url, { body, headers }),
      post: (url: string, body: object = {}, headers: Headers = {}) => asking("POST", url, { body, headers }),
      remove: (url: string, headers: Headers = {}) => asking("DELETE", url, { headers }),
    };
  };
  return {
    app,
    directory,
    state,
    ids,
    clock,
    ...askers({}),
    person: async (name: string, of: Pick<NewPerson, "organisations" | "roles">) => {
      const session = await signIn(state, { name, ...of, now: clock.at });
      const cookie = `plimsoll=${session}`;
      const shown = await ask({ method: "GET", url: "/session", headers: { authorization: "", cookie } });
      return askers({ authorization: "", cookie, "x-csrf-token": String(shown.body["csrf"]) });
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

interface NewPerson {
  readonly name: string;
  readonly organisations?: readonly string[];
  readonly roles?: readonly Role[];
  readonly now: number;
}

/** A person with a session, without the ways in, which identity's own tests walk; gives the token of the session. */
async function signIn(state: State, { name, organisations = [], roles = [], now }: NewPerson): Promise<string> {
  const session = newSecret("pls");
  const handle = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  const person = personRow({ id: `per_${handle}`, name, handle, now, roles, password: "none" });
  await state.transact(async (tx) => {
    await insertPerson(tx, person);
    for (const organisation of organisations) {
      await insertMembership(tx, { person_id: person.id, organisation, created_at: now });
    }
    const times = { created_at: now, seen_at: now, expires_at: now + SESSION_LASTS_MS };
    await insertSession(tx, { sha256: secretHash(session), person_id: person.id, address: "::1", ...times });
  });
  return session;
}
