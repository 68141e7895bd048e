import { z } from "zod";
import { parseDurationMs, Refusal } from "#kernel";
import { LOG_FORMATS, SOURCES } from "./model/reach.ts";
import { LIFE_STATES, VERSION_STATES } from "./model/versions.ts";

/** A name that stays: in addresses, plans and records. */
export const apiName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** The name of a version as records and addresses have it: `v1`, `2027-01`. */
export const versionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "takes 1 to 63 letters, digits, dots, - and _, a letter or digit first");

/** Scheme, host and path; what else an address can have would never fit a request. */
export const address = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://api.example.com/v1" })
  .max(2_000)
  .refine((text) => !/[?#@]/.test(text), "takes no user, query or fragment");

const ADDRESSES_MAX = 20;

/** Where an API is reached: one address, a list of them, or null for nowhere. */
export const addresses = z.union([address, z.array(address).min(1).max(ADDRESSES_MAX)]).nullable();

/** Who answers for it. What is named need not exist yet, so only its form is checked. */
export const ownerName = z
  .string()
  .regex(/^(?:team|person):[a-z0-9-]{1,63}$/, "must be team:name or person:name, such as team:orders");

/** A heading for people. */
export const titleText = z.string().trim().min(1).max(200);

const duration = z.string().max(30).refine(isDuration, "must be a duration such as 300ms, 2s or 5 min");
const headerName = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, "must be the name of a header");
const targets = z.array(address).min(1).max(ADDRESSES_MAX);

/** Where the gateway finds an API: its address, or a list of them with how long they are waited for. */
const upstream = z.union([
  address,
  z.strictObject({
    targets,
    versions: z.record(versionName, targets).optional(),
    connectTimeout: duration.optional(),
    answerTimeout: duration.optional(),
    idleTimeout: duration.optional(),
    retries: z.number().int().min(0).max(3).optional(),
    health: z.strictObject({ path: z.string().regex(/^\/[!-~]{0,999}$/), every: duration.optional() }).optional(),
    failOpen: z.boolean().optional(),
  }),
]);

const CLIENT_BY = /^(?:ip|user|key|header:[A-Za-z0-9_-]{1,100}|field:.{1,200})$/;
const logPath = z
  .string()
  .max(1_000)
  .startsWith("/", "must be a path from the root, such as /var/log/nginx/orders.json");

/** Logs on the machine of the server whose lines are the records of an API. */
const logs = z
  .array(
    z.union([
      logPath,
      z.strictObject({
        path: logPath,
        format: z.enum(["auto", ...LOG_FORMATS]).optional(),
        client: z
          .string()
          .regex(CLIENT_BY, "must be ip, user, key, header:NAME or field:NAME, such as field:client")
          .optional(),
      }),
    ]),
  )
  .max(20);

/** How the gateway and forward-auth know who asks. */
const clientRule = z.strictObject({
  key: z.array(headerName).max(5).optional(),
  jwt: z
    .strictObject({
      issuer: z.string().min(1).max(1_000),
      audience: z.string().min(1).max(1_000).optional(),
      jwks: z.url({ protocol: /^https?$/ }).max(2_000),
      claim: z.string().min(1).max(100).optional(),
    })
    .optional(),
  mtls: headerName.optional(),
  anonymous: z.boolean().optional(),
});

/** How requests of an API reach it, and how their records reach us. Null takes away what was said. */
export const reachFields = {
  records: z.enum(SOURCES).nullable(),
  upstream: upstream.nullable(),
  logs: logs.nullable(),
  client: clientRule.nullable(),
};

/** An API as lists and its own address show it. */
export const apiSchema = z.object({
  api: apiName,
  title: z.string(),
  description: z.string(),
  /** `team:name` or `person:name`. */
  owner: z.string().nullable(),
  /** Where clients reach it: scheme, host and the path before its operations; several as a list. */
  at: z.union([z.string(), z.array(z.string())]).nullable(),
  ...reachFields,
  /** What counts its requests now; null: nothing has delivered any yet, and the first that does will. */
  countedBy: z.enum(SOURCES).nullable(),
  createdAt: z.iso.datetime(),
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
});

/** What is promised for an API, as text of an objectives file; empty with revision 0 until something is. */
export const objectivesFileSchema = z.object({ api: apiName, text: z.string(), revision: z.number() });

/** What can be made of a version. */
export const lifeState = z.enum(LIFE_STATES);

const instant = z.iso.datetime();

/** A version with its life, its document if it has one, and what can be made of it now. */
export const versionSchema = z.object({
  api: apiName,
  version: versionName,
  title: z.string(),
  state: z.enum(VERSION_STATES),
  /** Requests that name no version are counted for this one. */
  current: z.boolean(),
  createdAt: instant,
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
  /** What was made of it, the oldest first. */
  life: z.array(
    z.object({
      state: lifeState,
      at: instant,
      by: z.string(),
      sunsetAt: instant.nullable(),
      successor: versionName.nullable(),
    }),
  ),
  /** What can be made of it; why not, where it cannot. */
  transitions: z.array(z.object({ to: lifeState, possible: z.boolean(), reason: z.string().nullable() })),
  openapi: z.object({ putAt: instant, putBy: z.string(), revision: z.number() }).nullable(),
});

/** All versions of an API, the oldest first; there are at most 100. */
export const versionsSchema = z.object({ items: z.array(versionSchema), next: z.null() });

/** Where an API runs, and which version. */
export const environmentSchema = z.object({
  api: apiName,
  environment: z.string(),
  address: z.string().nullable(),
  version: z.string().nullable(),
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
});

/** All environments of an API, by name; there are at most 50. */
export const environmentsSchema = z.object({ items: z.array(environmentSchema), next: z.null() });

/** An OpenAPI document as it was kept: what it tells in short. */
export const openApiPutSchema = z.object({
  api: apiName,
  version: versionName,
  title: z.string(),
  operations: z.number(),
  basePaths: z.array(z.string()),
  revision: z.number(),
});

/** What is different between the documents of two versions. */
export const openApiDiffSchema = z.object({
  api: apiName,
  version: versionName,
  /** What it was compared with; null: there is nothing before it. */
  against: versionName.nullable(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  /** The first 1,000, those that break first. */
  changes: z.array(
    z.object({
      code: z.string(),
      breaking: z.boolean(),
      operation: z.string().nullable(),
      place: z.string(),
      sentence: z.string(),
    }),
  ),
  total: z.number(),
  breaking: z.number(),
  /** False: the documents were too intricate to compare all of their schemas. */
  complete: z.boolean(),
});

/** An announced window of maintenance: its requests leave valid and bad of the API's objectives. */
export const maintenanceSchema = z.object({
  id: z.string(),
  api: apiName,
  from: instant,
  to: instant,
  title: z.string(),
  note: z.string(),
  state: z.enum(["announced", "running", "over"]),
  announcedAt: instant,
  announcedBy: z.string(),
  /** Whether it was announced before it began; else it corrected what was counted already. */
  announcedBefore: z.boolean(),
  revision: z.number(),
});

function isDuration(text: string): boolean {
  try {
    parseDurationMs(text);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** What a release is called: a version, a tag, a commit. */
export const releaseName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+/-]{0,99}$/, "takes 1 to 100 letters, digits and . _ + / -");

/** Where one reads what is in it. */
export const releaseLink = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://git.example.com/…" })
  .max(2_000);

/** A release that went out: a mark where figures are looked at. */
export const releaseSchema = z.object({
  id: z.string(),
  api: apiName,
  release: z.string(),
  at: instant,
  title: z.string(),
  link: z.string().nullable(),
  environment: z.string(),
  /** Who said so. */
  by: z.string(),
});
