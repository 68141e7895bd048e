import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "#http";
import { Identity, identityMigrations } from "#identity";
import { Ids, type RefusalFault } from "#kernel";
import { openState } from "#storage";
import type { ApiChanged } from "./actions/api-changed.ts";
import { saveApi } from "./actions/save-api.ts";
import { apisRoutes } from "./http.ts";
import { apisMigrations } from "./migrations.ts";

interface Asked {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The routes of APIs on a real application; whoever asks is an administrator. `changes` is what listeners were told. */
export async function openTestServer() {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-apis-"));
  const clock = { now: () => Date.UTC(2027, 0, 15) };
  const modules = [
    { module: "identity", migrations: identityMigrations },
    { module: "apis", migrations: apisMigrations },
  ];
  const state = await openState({ at: { file: join(directory, "state.db") }, modules, clock, program: "1.0.0" });
  const ids = new Ids(clock, randomBytes);
  const identity = await Identity.open({ state, clock, ids, version: "1.0.0" });
  await identity.prepareSetUp({ directory, publicUrl: "http://localhost" });
  const bootstrap = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as { adminToken: string };
  const changes: ApiChanged[] = [];
  const app = await buildApp({
    routes: [
      ...identity.routes,
      ...apisRoutes({
        checkObjectives,
        onChanged: (change) => changes.push(change),
        firstObjectives: (api) => `# of ${api}\n`,
      }),
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
  async function ask({ method, url, body, headers }: Asked) {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${bootstrap.adminToken}`, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = String(answer.headers["content-type"]).includes("json");
    return {
      status: answer.statusCode,
      text: answer.body,
      body: (isJson ? JSON.parse(answer.body) : {}) as Readonly<Record<string, unknown>>,
      etag: answer.headers.etag,
      type: answer.headers["content-type"],
    };
  }
  return {
    app,
    ask,
    state,
    changes,
    put: (url: string, body: object, headers = {}) => ask({ method: "PUT", url, body, headers }),
    putText: (url: string, body: string, headers = {}) =>
      ask({ method: "PUT", url, body, headers: { "content-type": "text/yaml", ...headers } }),
    get: (url: string, headers = {}) => ask({ method: "GET", url, headers }),
    /** Gives an API to a configuration text. */
    own: (api: string, managedBy: string) =>
      state.transact((tx) => saveApi(tx, { api }, { now: clock.now(), managedBy })),
    remove: (url: string, headers = {}) => ask({ method: "DELETE", url, headers }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** Stands for the judge of objectives that lies above: each line with "bad" is a fault. */
function checkObjectives(text: string): RefusalFault[] {
  return text.split("\n").flatMap((line, index) => {
    const column = line.indexOf("bad") + 1;
    return column === 0 ? [] : [{ detail: "this is bad", line: index + 1, column }];
  });
}
