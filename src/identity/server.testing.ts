import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "#http";
import { jobMigrations, JobWorker } from "#jobs";
import { Ids } from "#kernel";
import { Mail, mailMigrations, smtpPlaceOf } from "#mail";
import { openState, Seal, type State } from "#storage";
import type { OidcSettings } from "./actions/oidc-provider.ts";
import { newSecret } from "./actions/secret.ts";
import { rowOf } from "./actions/token-actions.ts";
import { Identity } from "./identity.ts";
import { identityMigrations } from "./migrations.ts";
import { PERMISSIONS } from "./model/permissions.ts";
import { insertToken } from "./store.ts";

interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: unknown;
  readonly bearer?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The sender's address. */
  readonly from?: string;
}

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The administrator, as a session tells her. */
export const ANA = { name: "Ana", roles: ["administrator"], organisations: [], may: PERMISSIONS };
/** Ana's. */
export const PASSWORD = "correct horse battery";

/** What a browser keeps of an answer that began a session. */
export function browserOf(answer: Answered) {
  const cookie = String(answer.headers["set-cookie"]).split(";")[0] ?? "";
  return { cookie, csrf: String(answer.body["csrf"]), headers: { "x-csrf-token": String(answer.body["csrf"]) } };
}

/** A server with everything of identity, on a state of its own; its clock stands still until `now` is moved. */
export async function openTestServer({
  secure = false,
  smtpPort,
  oidc,
}: { secure?: boolean; smtpPort?: number; oidc?: OidcSettings } = {}) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-identity-"));
  const clock = { at: 1_800_000_000_000, now: () => clock.at };
  const at = { file: join(directory, "state.db") };
  const state = await openState({
    at,
    modules: [
      { module: "jobs", migrations: jobMigrations },
      { module: "mail", migrations: mailMigrations },
      { module: "identity", migrations: identityMigrations },
    ],
    clock,
    program: "1.0.0",
  });
  const adminToken = await insertAdminToken(state, clock.at);
  const ids = new Ids(clock, randomBytes);
  const mail = new Mail({ state, clock, ids, seal: new Seal(randomBytes(32)), smtp: smtpAt(smtpPort) });
  const identity = await Identity.open({ state, clock, ids, mail, oidc, version: "1.0.0" });
  const bugs: unknown[] = [];
  const worker = new JobWorker({
    state,
    clock,
    chance: () => 0,
    newLease: () => ids.next("lease"),
    queues: { ...identity.queues, ...mail.queues },
    onFault: (fault) => bugs.push(fault),
  });
  const app = await buildApp({
    routes: identity.routes,
    run: identity.run,
    secure,
    trustedProxies: [],
    version: "1.0.0",
    nextRequestId: () => ids.next("req"),
    onBug: (error) => bugs.push(error),
  });
  async function ask({ method, url, body, bearer, cookie, headers, from = "127.0.0.1" }: Asked): Promise<Answered> {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      remoteAddress: from,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: answer.statusCode,
      body: (answer.body === "" ? {} : JSON.parse(answer.body)) as Record<string, unknown>,
      headers: answer.headers,
    };
  }
  return {
    app,
    identity,
    state,
    clock,
    ask,
    adminToken,
    directory,
    bugs,
    /** All that is due: letters leave. */
    work: async () => {
      await worker.poke();
      await worker.idle();
    },
    /** Signs the administrator up by the link, and gives what a browser would send from then on. */
    setUp: async () => {
      const url = await identity.prepareSetUp({ directory, publicUrl: "http://localhost:4747" });
      const token = new URL(url ?? "").searchParams.get("token");
      return browserOf(await ask({ method: "POST", url: "/setup", body: { token, name: "Ana", password: PASSWORD } }));
    },
    admin: (method: Asked["method"], url: string, body?: unknown) => ask({ method, url, body, bearer: adminToken }),
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function smtpAt(port: number | undefined) {
  const place = port === undefined ? undefined : smtpPlaceOf(`smtp://127.0.0.1:${port}`);
  const from = { name: "Plimsoll", address: "plimsoll@example.com" };
  return place === undefined ? undefined : { place, from, tls: "optional" as const, ca: undefined };
}

async function insertAdminToken(state: State, now: number): Promise<string> {
  const token = newSecret("plm");
  const row = rowOf({
    id: "tok_admin",
    name: "admin",
    scopes: ["admin"],
    now,
    token,
    createdBy: "test",
    expiresAt: null,
  });
  await state.transact((tx) => insertToken(tx, row));
  return token;
}
