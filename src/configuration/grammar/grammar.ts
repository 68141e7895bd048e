import { reachFields, versionName } from "#apis";
import { ROLES } from "#identity";
import { mailAddress as mail } from "#mail";
import type { API_KEYS, OBJECTIVE_KEYS, PLAN_KEYS } from "#objectives";
import { ACCESS, VISIBILITY } from "#plans";
import { z } from "zod";
import { channelShape, escalationShape, inhibitShape, routingShape, scheduleShape } from "./oncall-shapes.ts";
import type { Shape } from "./shape.ts";

/** What one file may hold. A name's value is checked where its kind is read. */

const NAME = /^[a-z0-9-]{1,63}$/;
const TITLE_MAX = 200;
const NOTE_MAX = 2_000;
const LIST_MAX = 1_000;

const name = z.string().regex(NAME, "a name takes 1 to 63 of a to z, 0 to 9 and -");
const title = z.string().trim().min(1).max(TITLE_MAX);
const note = z.string().trim().max(NOTE_MAX);
const address = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://api.example.com/v1" })
  .max(2_000)
  .refine((text) => !/[?#@]/.test(text), "takes no user, query or fragment");
const was = name.optional().describe("The name that it had until now.");
/** Read strictly elsewhere; here only the shape, for editors. */
const written = z.union([z.string(), z.number()]);

/** Where something outside of the text is read from, by whoever runs `plimsoll apply`; never printed. */
const reference = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "is no name of a variable") }),
  z.strictObject({ file: z.string().min(1).max(1_000) }),
]);

const objective = z.union([
  written,
  z.strictObject({
    availability: written.optional(),
    latency: written.optional(),
    operation: z.string().optional(),
    method: z.string().optional(),
  } satisfies Shape<typeof OBJECTIVE_KEYS>),
]);

/** Read where the verb runs; the server fetches nothing. */
const openapi = z
  .string()
  .min(1)
  .max(1_000)
  .refine((text) => !/^[a-z][a-z+.-]*:\/\//i.test(text), "takes the path of a file; nothing is fetched from an address")
  .describe("A file with its OpenAPI document, from the folder of this file.");

const version = z.strictObject({
  title: title.optional(),
  openapi: openapi.optional(),
  state: z.enum(["draft", "live", "deprecated"]).optional().describe("live when absent; with a sunset, deprecated"),
  sunset: z.string().max(64).optional().describe("Until when clients can rely on it: 2027-06-30, or RFC 3339"),
  successor: versionName.optional().describe("The version to which its clients go."),
});

const environment = z.strictObject({
  at: address.optional(),
  version: versionName.optional().describe("The version that runs there."),
});

const api = z.strictObject({
  was,
  title: title.optional(),
  owner: z.string().max(80).optional().describe("team:NAME or person:NAME"),
  openapi: openapi.optional().describe("Of its only version, v1; where there are several, it stands at each of them."),
  versions: z.record(versionName, version).optional(),
  environments: z.record(name, environment).optional().describe("Where it runs."),
  at: z.union([address, z.array(address).min(1).max(20)]).optional(),
  upstream: reachFields.upstream.optional().describe("Where the gateway finds it."),
  logs: reachFields.logs.optional().describe("Logs on the server's machine whose lines are its records."),
  records: reachFields.records.optional().describe("What counts its requests."),
  client: reachFields.client.optional().describe("How the gateway knows who asks."),
  window: z.string().optional(),
  method: z.string().optional(),
  sampled: written.optional(),
  perClient: z.boolean().optional(),
  objectives: z.record(z.string(), objective).optional(),
  maintenance: z.array(z.unknown()).max(LIST_MAX).optional(),
  budgetPolicy: z.array(z.unknown()).max(LIST_MAX).optional(),
} satisfies Shape<typeof API_KEYS>);

const person = z.strictObject({
  was,
  name: title.optional(),
  mail: mail.optional(),
  phone: z.union([z.string(), reference]).optional(),
  roles: z.array(z.enum(ROLES)).max(ROLES.length).optional(),
  page: z.array(z.string()).optional(),
  ticket: z.array(z.string()).optional(),
});

const team = z.strictObject({
  was,
  title: title.optional(),
  people: z.array(name).max(LIST_MAX).optional(),
  schedule: z.string().optional(),
});

const plan = z.strictObject({
  was,
  title: title.optional(),
  description: note.optional(),
  apis: z.array(name).max(LIST_MAX).optional().describe("For which it is offered; all of them when absent."),
  rateLimit: z.string().optional().describe("50/s, 600/min"),
  burst: z.number().int().min(1).optional(),
  quota: z.string().optional().describe("5M/month, 10000/day"),
  price: z.string().max(1_000).optional().describe("490 EUR/month, 0.002 EUR/request, or tiers"),
  access: z.enum(ACCESS).optional(),
  visibility: z.enum(VISIBILITY).optional(),
  organisations: z.array(name).max(LIST_MAX).optional().describe("That see it, where it is private."),
  operations: z.array(z.string()).max(LIST_MAX).optional(),
  zone: z
    .string()
    .max(64)
    .optional()
    .describe("By whose calendar quota and price count; that of the file when absent."),
});

const contacts = z.record(z.string(), z.union([mail, z.array(mail)]));

const organisation = z.strictObject({
  was,
  title: title.optional(),
  note: note.optional(),
  contacts: contacts.optional().describe("operations, billing, legal, security, product: one address or several"),
});

const key = z.strictObject({
  sha256: z.union([z.string(), reference]).describe("SHA-256 of the whole key, in hexadecimal."),
  prefix: z.string().max(20).optional(),
  environment: name.optional(),
});

const client = z.strictObject({
  was,
  title: title.optional(),
  description: note.optional(),
  organisation: title
    .optional()
    .describe("The organisation's name; one that is not there is made, with this as its title."),
  plans: z.record(name, name).optional().describe("API: plan"),
  contacts: contacts.optional(),
  keys: z.array(key).max(LIST_MAX).optional(),
  seenAs: z.array(z.string().min(1).max(200)).max(LIST_MAX).optional(),
});

const asked = address.or(z.url({ protocol: /^https?$/ }).max(2_000));

const probe = z.strictObject({
  api: name,
  title: title.optional(),
  get: asked.optional().describe("The address that is asked; or head, post, put, patch, delete, options."),
  head: asked.optional(),
  post: asked.optional(),
  put: asked.optional(),
  patch: asked.optional(),
  delete: asked.optional(),
  options: asked.optional(),
  every: z.string().optional().describe("30s, 5m; 1 min when absent"),
  timeout: z.string().optional(),
  headers: z
    .record(z.string(), z.union([z.string(), reference]))
    .optional()
    .describe("One that is referred to is a secret."),
  body: z.string().optional(),
  expect: z
    .strictObject({
      status: z
        .union([written, z.array(written)])
        .optional()
        .describe("200, 2xx, or a list"),
      within: z.string().optional(),
      headers: z.record(z.string(), z.union([z.string(), z.strictObject({ contains: z.string() })])).optional(),
      contains: z.string().optional(),
      json: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    })
    .optional(),
  certificate: z.number().int().optional().describe("So many days before it ends somebody is told."),
  failures: z.number().int().optional(),
  successes: z.number().int().optional(),
  redirects: z.boolean().optional(),
  paused: z.boolean().optional(),
});

const heartbeat = z.strictObject({
  api: name,
  title: title.optional(),
  every: z.string().describe("1 day, 10m"),
  grace: z.string().optional(),
  paused: z.boolean().optional(),
});

/** Parts that the format has and that this version does not use yet. */
export const LATER = ["openslo", "status"] as const;

/** A file of a configuration. */
export const grammar = z.strictObject({
  plan: name.optional().describe("The configuration that owns what stands here; main when absent."),
  zone: z.string().optional().describe("For every local time and calendar period of this file; UTC when absent."),
  apis: z.record(name, api).optional(),
  people: z.record(name, person).optional(),
  teams: z.record(name, team).optional(),
  plans: z.record(name, plan).optional(),
  organisations: z.record(name, organisation).optional(),
  clients: z.record(name, client).optional(),
  openslo: z.array(z.string()).optional(),
  schedules: z.record(name, scheduleShape).optional(),
  escalations: z.record(name, escalationShape).optional(),
  routing: routingShape.optional(),
  inhibit: inhibitShape.optional(),
  heartbeats: z.record(name, heartbeat).optional(),
  probes: z.record(name, probe).optional(),
  channels: z.record(name, channelShape).optional(),
  status: z.unknown().optional(),
} satisfies Shape<typeof PLAN_KEYS>);

/** What a file says, checked for its shape. */
export type Written = z.output<typeof grammar>;
