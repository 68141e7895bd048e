import { z } from "zod";
import { DAY_MS } from "#kernel";
import { isPointer } from "./model/json-pointer.ts";
import { BEAT_MS_LEAST, BEAT_MS_MOST, GRACE_MS_MOST } from "./model/heartbeat.ts";
import { EVERY_MS_LEAST, EVERY_MS_MOST, PROBE_METHODS, TIMEOUT_MS_MOST } from "./model/probe.ts";
import { isStatusSet } from "./model/status-set.ts";

const HEADERS_MAX = 20;
const EXPECTED_MAX = 20;
const VALUE_MAX = 4_000;
const BODY_MAX = 16_000;
const IN_ROW_MAX = 10;
const TLS_DAYS_MAX = 90;

/** What the connection decides by itself. */
const NOT_SENT =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|expect|accept-encoding)$/i;

/** The name of a probe or heartbeat: it stays, in addresses, plans and alerts. */
export const checkName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "is no name of a header")
  .refine((name) => !NOT_SENT.test(name), "is a header that the connection decides");
const headerValue = z
  .string()
  .max(VALUE_MAX)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "takes no line breaks and no characters outside of Latin-1");

/** Where a probe asks. */
const probeUrl = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://api.example.com/health" })
  .max(2_000)
  .refine((text) => !text.includes("#"), "takes no part behind #")
  .refine((text) => {
    const url = URL.parse(text);
    return url?.username === "" && url.password === "";
  }, "takes no user name or password: give a secret header instead");

const expectation = z.strictObject({
  /** "200", "2xx", "200-299"; any of them. */
  status: z
    .array(z.string().refine(isStatusSet, "names no statuses: write 200, 2xx or 200-299"))
    .min(1)
    .max(EXPECTED_MAX)
    .default(["2xx"]),
  withinMs: z.number().int().min(1).max(TIMEOUT_MS_MOST).nullable().default(null),
  headers: z
    .array(
      z
        .strictObject({ name: headerName, equals: headerValue.optional(), contains: headerValue.optional() })
        .refine(
          ({ equals, contains }) => (equals === undefined) !== (contains === undefined),
          "takes equals or contains, one of them",
        ),
    )
    .max(EXPECTED_MAX)
    .default([]),
  /** Of the first 256 KiB of the body. */
  contains: z.string().min(1).max(VALUE_MAX).nullable().default(null),
  json: z
    .array(
      z.strictObject({
        pointer: z.string().max(200).refine(isPointer, "is no JSON Pointer such as /status"),
        equals: z.union([z.string().max(VALUE_MAX), z.number(), z.boolean(), z.null()]),
      }),
    )
    .max(EXPECTED_MAX)
    .default([]),
});

/** What is asked, and what it takes for an answer. Of a secret header, `secret: true` without a value keeps the one that is stored. */
export const checkFields = {
  method: z.enum(PROBE_METHODS).default("GET"),
  url: probeUrl,
  headers: z
    .array(
      z
        .strictObject({ name: headerName, value: headerValue.optional(), secret: z.boolean().default(false) })
        .refine(({ value, secret }) => value !== undefined || secret, "takes a value"),
    )
    .max(HEADERS_MAX)
    .refine((all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length, "names a header twice")
    .default([]),
  body: z.string().max(BODY_MAX).nullable().default(null),
  timeoutMs: z.number().int().min(100).max(TIMEOUT_MS_MOST).default(10_000),
  redirects: z.boolean().default(false),
  expect: expectation.prefault({}),
};

/** All that is said of a probe. */
export const probeFields = {
  api: z.string().regex(/^[a-z0-9-]{1,63}$/, "is no name of an API"),
  title: z.string().trim().max(200).default(""),
  ...checkFields,
  everyMs: z.number().int().min(EVERY_MS_LEAST).max(EVERY_MS_MOST).default(60_000),
  /** 0: nobody is told of a certificate that ends. */
  tlsDays: z.number().int().min(0).max(TLS_DAYS_MAX).default(14),
  failures: z.number().int().min(1).max(IN_ROW_MAX).default(2),
  successes: z.number().int().min(1).max(IN_ROW_MAX).default(1),
  paused: z.boolean().default(false),
};

const instant = z.iso.datetime();

/** One run. Times in ms; those that it did not come to are 0. */
export const resultSchema = z.object({
  at: instant,
  passed: z.boolean(),
  /** 0: no answer. */
  status: z.number(),
  totalMs: z.number(),
  lookupMs: z.number(),
  connectMs: z.number(),
  tlsMs: z.number(),
  waitMs: z.number(),
  certificateEndsAt: instant.nullable(),
  faults: z.array(z.string()),
});

/** How a draft would do now; nothing of it is kept. */
export const triedSchema = resultSchema.extend({
  /** The address that was connected to. */
  address: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  /** The beginning of the body. */
  body: z.string(),
});

const shareSchema = z.object({ runs: z.number(), passed: z.number() });

/** A probe, how it does, and what its runs of late were. */
export const probeSchema = z.object({
  probe: checkName,
  api: z.string(),
  title: z.string(),
  method: z.enum(PROBE_METHODS),
  url: z.string(),
  /** `value` is null for a secret one. */
  headers: z.array(z.object({ name: z.string(), value: z.string().nullable(), secret: z.boolean() })),
  body: z.string().nullable(),
  timeoutMs: z.number(),
  redirects: z.boolean(),
  expect: expectation,
  everyMs: z.number(),
  tlsDays: z.number(),
  failures: z.number(),
  successes: z.number(),
  paused: z.boolean(),
  createdAt: instant,
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
  state: z.enum(["new", "passing", "failing", "firing", "paused"]),
  sentence: z.string(),
  last: resultSchema.nullable(),
  firingSince: instant.nullable(),
  certificateEndsAt: instant.nullable(),
  uptime: z.object({ day: shareSchema, week: shareSchema, month: shareSchema }),
  /** The last 48 hours in which it ran: the mean of what was answered, and runs that failed. */
  hours: z.array(z.object({ at: instant, meanMs: z.number().nullable(), runs: z.number(), failed: z.number() })),
});

/** Longest time that the hours of a probe are kept, ms. */
export const HOURS_KEPT_MS = 400 * DAY_MS;

/** All that is said of a heartbeat. */
export const heartbeatFields = {
  api: probeFields.api,
  title: probeFields.title,
  everyMs: z.number().int().min(BEAT_MS_LEAST).max(BEAT_MS_MOST),
  graceMs: z.number().int().min(0).max(GRACE_MS_MOST).default(0),
  paused: z.boolean().default(false),
};

/** A heartbeat, and how it does. */
export const heartbeatSchema = z.object({
  heartbeat: checkName,
  api: z.string(),
  title: z.string(),
  everyMs: z.number(),
  graceMs: z.number(),
  paused: z.boolean(),
  createdAt: instant,
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
  /** Whether it has an address of its own. */
  hasAddress: z.boolean(),
  state: z.enum(["new", "beating", "firing", "paused"]),
  sentence: z.string(),
  lastAt: instant.nullable(),
  /** The last sign said that the work failed. */
  lastFailed: z.boolean(),
  dueUntil: instant.nullable(),
  firingSince: instant.nullable(),
});

/** A sign that came. */
export const beatSchema = z.object({ at: instant, failed: z.boolean() });

/** The address at which a heartbeat takes signs: a secret, shown this once. */
export const newAddressSchema = z.object({ heartbeat: checkName, url: z.string() });

export type HeartbeatJson = z.infer<typeof heartbeatSchema>;
export type BeatJson = z.infer<typeof beatSchema>;
export type ProbeJson = z.infer<typeof probeSchema>;
export type ProbeResultJson = z.infer<typeof resultSchema>;
export type ProbeTriedJson = z.infer<typeof triedSchema>;
