import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiChanged, apisMigrations, apisRoutes } from "#apis";
import { Clients, clientsMigrations } from "#clients";
import { buildApp } from "#http";
import { Identity, identityMigrations } from "#identity";
import { Ids } from "#kernel";
import { plansMigrations, plansRoutes } from "#plans";
import { openState } from "#storage";
import { allKinds } from "./actions/kinds/all-kinds.ts";
import { configurationRoutes } from "./http.ts";

interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object;
  readonly bearer?: string;
}

interface Texts {
  readonly [file: string]: string;
}

/** The routes of configurations and of what they own, on a real application; whoever asks is an administrator. */
export async function openTestServer() {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-configuration-"));
  const clock = { now: () => Date.UTC(2027, 0, 15) };
  const modules = [
    { module: "identity", migrations: identityMigrations },
    { module: "apis", migrations: apisMigrations },
    { module: "clients", migrations: clientsMigrations },
    { module: "plans", migrations: plansMigrations },
  ];
  const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://localhost" });
  const bootstrap = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  const told: ApiChanged[] = [];
  const ofApis = {
    onChanged: (change: ApiChanged) => void told.push(change),
    firstObjectives: (api: string) => `# of ${api}\n`,
  };
  const onChanged = (): undefined => undefined;
  const clients = await Clients.open({
    state,
    clock,
    ids,
    entropy: randomBytes,
    publicUrl: "http://localhost",
    onChanged,
  });
  const ofClients = { changed: onChanged, keys: clients.keys };
  const app = await buildApp({
    routes: [
      ...identity.routes,
      ...apisRoutes({ ...ofApis, checkObjectives: () => [] }),
      ...clients.routes,
      ...plansRoutes,
      ...configurationRoutes(allKinds({ apis: ofApis, clients: ofClients })),
    ],
    run: identity.run,
    secure: false,
    trustedProxies: [],
    version: "1.0.0",
    nextRequestId: () => ids.next("req"),
    onBug: (error) => {
      throw error;
    },
  });
  async function ask({ method, url, body, bearer = bootstrap.adminToken }: Asked) {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = String(answer.headers["content-type"]).includes("json");
    return {
      status: answer.statusCode,
      text: answer.body,
      body: (isJson ? JSON.parse(answer.body) : {}) as Answer,
    };
  }
  const post = (verb: string, files: Texts, more: object = {}) => ({
    method: "POST" as const,
    url: `/configuration/${verb}`,
    body: { texts: Object.entries(files).map(([file, text]) => ({ file, text })), ...more },
  });
  return {
    ask,
    told,
    diff: (files: Texts) => ask(post("diff", files)),
    apply: (files: Texts, more: object = {}, bearer?: string) =>
      ask({ ...post("apply", files, more), ...(bearer === undefined ? {} : { bearer }) }),
    export: async (query = "") => (await ask({ method: "GET", url: `/configuration/export${query}` })).text,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** What these tests look at of an answer. */
interface Answer {
  readonly revision?: string;
  readonly changes?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly what: string;
    readonly fields: readonly { readonly field: string; readonly from?: unknown; readonly to?: unknown }[];
  }[];
  readonly unchanged?: number;
  readonly left?: number;
  readonly remarks?: readonly string[];
  readonly code?: string;
  readonly detail?: string;
  readonly token?: string;
  readonly items?: readonly Readonly<Record<string, unknown>>[];
}
