import { randomBytes } from "node:crypto";
import { Alerting, alertingMigrations } from "#alerting";
import { type ApiChanged, apisMigrations, apisRoutes, OpenApiThreads } from "#apis";
import { Clients, clientsMigrations } from "#clients";
import { escalationMigrations } from "#escalation";
import { jobMigrations } from "#jobs";
import { Mail, mailMigrations } from "#mail";
import { Notifications, notificationMigrations } from "#notification";
import { oncallMigrations } from "#oncall";
import { probesMigrations } from "#probes";
import { Seal } from "#storage";
import { endSubscriptionsOf, plansMigrations, plansRoutes } from "#plans";
import { type Asked, openHouse } from "../identity/house.testing.ts";
import { allKinds } from "./actions/kinds/all-kinds.ts";
import { configurationRoutes } from "./http.ts";

interface Texts {
  readonly [file: string]: string;
}

const MODULES = [
  { module: "apis", migrations: apisMigrations },
  { module: "clients", migrations: clientsMigrations },
  { module: "plans", migrations: plansMigrations },
  { module: "probes", migrations: probesMigrations },
  { module: "jobs", migrations: jobMigrations },
  { module: "mail", migrations: mailMigrations },
  { module: "notification", migrations: notificationMigrations },
  { module: "alerting", migrations: alertingMigrations },
  { module: "oncall", migrations: oncallMigrations },
  { module: "escalation", migrations: escalationMigrations },
];

const PROBES = { seal: new Seal(randomBytes(32)), changed: () => undefined, heartbeatChanged: () => undefined };

/** The routes of configurations and of what they own, on a real application; whoever asks is an administrator. */
export async function openTestServer() {
  const told: ApiChanged[] = [];
  const ofApis = {
    onChanged: (change: ApiChanged) => void told.push(change),
    firstObjectives: (api: string) => `# of ${api}\n`,
    openApi: new OpenApiThreads(),
  };
  const onChanged = (): undefined => undefined;
  const house = await openHouse({
    modules: MODULES,
    routes: async (parts) => {
      const common = { entropy: randomBytes, publicUrl: "http://localhost", onChanged, onRetired: endSubscriptionsOf };
      const clients = await Clients.open({ ...parts, ...common });
      const mail = new Mail({ ...parts, seal: PROBES.seal, smtp: undefined });
      const kinds = allKinds({
        apis: ofApis,
        clients,
        invitations: parts.identity.invitations,
        probes: PROBES,
        channels: new Notifications({ ...parts, ...common, seal: PROBES.seal, mail }).ofTexts,
        alerting: new Alerting({
          ...parts,
          ...common,
          clients: clients.names,
          policies: () => Promise.resolve([]),
          tell: () => Promise.resolve(),
        }),
      });
      const apis = apisRoutes({ ...ofApis, checkObjectives: () => [] });
      return [...apis, ...clients.routes, ...plansRoutes, ...configurationRoutes(kinds)];
    },
  });
  const ask = async (asked: Asked) => {
    const answer = await house.ask(asked);
    return { ...answer, body: answer.body as Answer };
  };
  const post = (verb: string, files: Texts, more: object = {}) => ({
    method: "POST" as const,
    url: `/configuration/${verb}`,
    body: { texts: Object.entries(files).map(([file, text]) => ({ file, text })), ...more },
  });
  return {
    ask,
    told,
    diff: (files: Texts, more: object = {}) => ask(post("diff", files, more)),
    /** With another token when one is given. */
    apply: (files: Texts, more: object = {}, bearer?: string) => {
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      return ask({ ...post("apply", files, more), headers });
    },
    export: async (query = "") => (await ask({ method: "GET", url: `/configuration/export${query}` })).text,
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
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
    readonly effects?: readonly { readonly text: string; readonly breaking: boolean }[];
  }[];
  readonly unchanged?: number;
  readonly left?: number;
  readonly remarks?: readonly string[];
  readonly code?: string;
  readonly detail?: string;
  readonly token?: string;
  readonly items?: readonly Readonly<Record<string, unknown>>[];
}
