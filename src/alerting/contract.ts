import { alertSchema } from "#objectives";
import { z } from "zod";

const URGENCIES = ["page", "ticket"] as const;
const TITLE_MAX = 100;
const APIS_MAX = 100;
const NAME_MAX = 200;

/** `ALERT` of the public contract with its name, its sentence, and where it is shown. */
export const alertViewSchema = alertSchema.extend({
  id: z.string(),
  api: z.string(),
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

export type AlertViewJson = z.infer<typeof alertViewSchema>;
export type AlertDetailJson = z.infer<typeof alertDetailSchema>;
export type DeliveryJson = z.infer<typeof deliverySchema>;
export type DestinationJson = z.infer<typeof destinationSchema>;
export type NewSecretJson = z.infer<typeof newSecretSchema>;
export type TestResultJson = z.infer<typeof testResultSchema>;
