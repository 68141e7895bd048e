import { DAY_MS, MINUTE_MS } from "#kernel";
import { alertSchema } from "#objectives";
import { isPointer } from "#probes";
import { LABEL_NAME_MAX, SIGNAL_FORMATS } from "#signals";
import { z } from "zod";
import { SIGNAL_OUTCOMES } from "./model/signals/kept-signal.ts";

const URGENCIES = ["page", "ticket"] as const;
const TITLE_MAX = 100;
const APIS_MAX = 100;
const NAME_MAX = 200;
const POINTER_MAX = 200;
const WORDS_MAX = 50;
const KEY_PARTS_MAX = 8;
const LAPSE_DAYS_MAX = 30;

/** `ALERT` of the public contract with its name, its sentence, and where it is shown. */
export const alertViewSchema = alertSchema.extend({
  id: z.string(),
  kind: z.enum([...alertSchema.shape.kind.options, "outside"]),
  /** "" for one from elsewhere that is about none of ours. */
  api: z.string(),
  /** What said so: "plimsoll", or the name of the signals' source. */
  source: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  /** When it lapses unless its source says again that it fires; null: never by itself. */
  expiresAt: z.iso.datetime().nullable(),
  sentence: z.string(),
  url: z.string(),
});

/** What became of one message to one destination. */
export const deliverySchema = z.object({
  id: z.string(),
  /** Null for a quota and a test. */
  alert: z.string().nullable(),
  event: z.enum(["fired", "ended", "quota", "test"]),
  destination: z.object({ id: z.string(), title: z.string() }),
  state: z.enum(["due", "delivered", "failed", "skipped", "cancelled"]),
  /** The state in words, for a person. */
  stateText: z.string(),
  createdAt: z.iso.datetime(),
  attempts: z.number(),
  nextAttemptAt: z.iso.datetime().nullable(),
  /** The status of the last answer; null without one. */
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
  settledAt: z.iso.datetime().nullable(),
});

/** An alert and who was told of it. */
export const alertDetailSchema = alertViewSchema.extend({ deliveries: z.array(deliverySchema) });

/** A destination as it is shown: without its secret. */
export const destinationSchema = z.object({
  id: z.string(),
  kind: z.enum(["webhook", "pagerduty"]),
  title: z.string(),
  url: z.string(),
  /** The end of the integration key of a PagerDuty service, so that one can tell which it is. */
  routingKeyEnd: z.string().optional(),
  urgencies: z.array(z.enum(URGENCIES)),
  /** Null = all APIs, those to come included. */
  apis: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  createdAt: z.iso.datetime(),
  /** While a secret is being changed: until then messages are signed with the old one too. */
  oldSecretUntil: z.iso.datetime().nullable(),
  revision: z.number(),
});

/** A webhook's new secret: shown this once. */
export const newSecretSchema = destinationSchema.extend({ secret: z.string().optional() });

/** What a destination is made of. `url`: of a webhook, or of PagerDuty's service region; `routingKey`: PagerDuty's integration key. */
export const destinationFields = {
  title: z.string().trim().min(1).max(TITLE_MAX),
  url: z.string().trim().optional(),
  routingKey: z.string().trim().optional(),
  urgencies: z.array(z.enum(URGENCIES)).min(1).max(URGENCIES.length).default(["page", "ticket"]),
  apis: z.array(z.string().min(1).max(NAME_MAX)).min(1).max(APIS_MAX).nullable().default(null),
  enabled: z.boolean().default(true),
};

/** How a test message went. */
export const testResultSchema = z.object({
  outcome: z.enum(["delivered", "retry", "failed"]),
  status: z.number().nullable(),
  reason: z.string().nullable(),
});

/** The name of a source: it stays, in addresses and on alerts. */
export const sourceName = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -")
  .refine((name) => name !== "plimsoll", "is what Plimsoll's own alerts are said by");

const pointer = z.string().max(POINTER_MAX).refine(isPointer, "is no JSON Pointer such as /status");
const someWords = z.array(z.string().max(NAME_MAX)).max(WORDS_MAX);
const pointers = z
  .record(z.string().min(1).max(LABEL_NAME_MAX), pointer)
  .refine((all) => Object.keys(all).length <= WORDS_MAX, `has more than ${WORDS_MAX} entries`);

/** Where the parts of a signal lie in a body of the format "generic". */
const mappingSchema = z.strictObject({
  items: pointer.optional(),
  dedupKey: z.array(pointer).min(1).max(KEY_PARTS_MAX),
  title: pointer,
  text: pointer.optional(),
  url: pointer.optional(),
  startsAt: pointer.optional(),
  action: z.strictObject({ at: pointer, resolve: someWords.min(1), acknowledge: someWords.optional() }).optional(),
  urgency: z.strictObject({ at: pointer, page: someWords }).optional(),
  labels: pointers.optional(),
  annotations: pointers.optional(),
});

/** All that is said of a source of signals. */
export const sourceFields = {
  title: z.string().trim().max(TITLE_MAX).default(""),
  format: z.enum(SIGNAL_FORMATS),
  mapping: mappingSchema.nullable().default(null),
  labels: z
    .record(z.string().min(1).max(LABEL_NAME_MAX), z.string().min(1).max(NAME_MAX))
    .refine((all) => Object.keys(all).length <= WORDS_MAX, `has more than ${WORDS_MAX} entries`)
    .default({}),
  urgency: z.enum(URGENCIES).default("page"),
  lapseMs: z
    .number()
    .int()
    .min(MINUTE_MS)
    .max(LAPSE_DAYS_MAX * DAY_MS)
    .nullable()
    .default(null),
};

/** A source of signals, and how it does. */
export const sourceSchema = z.object({
  source: z.string(),
  title: z.string(),
  format: z.enum(SIGNAL_FORMATS),
  mapping: mappingSchema.nullable(),
  labels: z.record(z.string(), z.string()),
  urgency: z.enum(URGENCIES),
  /** After so long without another word an alert lapses, where the source names no end; null: never. */
  lapseMs: z.number().nullable(),
  /** Where it is to be sent, with a token that may write signals. */
  url: z.string(),
  /** Null for one that need not be made. */
  createdAt: z.iso.datetime().nullable(),
  revision: z.number(),
  lastAt: z.iso.datetime().nullable(),
  /** What was last not taken of what it sent, and when. */
  refusedAt: z.iso.datetime().nullable(),
  refusal: z.string().nullable(),
});

/** What became of a signal, or of several that say the same of one alert. */
export const signalSchema = z.object({
  id: z.string(),
  source: z.string(),
  action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedupKey: z.string(),
  outcome: z.enum(SIGNAL_OUTCOMES),
  /** The outcome in words, for a person. */
  outcomeText: z.string(),
  alert: z.string().nullable(),
  title: z.string(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  times: z.number(),
});

export type AlertViewJson = z.infer<typeof alertViewSchema>;
export type AlertDetailJson = z.infer<typeof alertDetailSchema>;
export type DeliveryJson = z.infer<typeof deliverySchema>;
export type DestinationJson = z.infer<typeof destinationSchema>;
export type NewSecretJson = z.infer<typeof newSecretSchema>;
export type TestResultJson = z.infer<typeof testResultSchema>;
export type SignalSourceJson = z.infer<typeof sourceSchema>;
export type SignalJson = z.infer<typeof signalSchema>;
