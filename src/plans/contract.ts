import { apiName } from "#apis";
import { organisationName } from "#clients";
import { isZone, Refusal } from "#kernel";
import { z } from "zod";
import { ACCESS, VISIBILITY } from "./model/plan.ts";
import { parseQuota, PERIODS } from "./model/quota.ts";
import { parsePrice } from "./model/price-text.ts";
import { parseRateLimit } from "./model/rate-limit.ts";
import { PLAN_STARTS, SUBSCRIPTION_STATES } from "./model/subscription.ts";

const TITLE_MAX = 200;
const DESCRIPTION_MAX = 4_000;
const BURST_MAX = 1_000_000;
const APIS_MAX = 100;
const ORGANISATIONS_MAX = 1_000;
const OPERATIONS_MAX = 200;
const OPERATION_MAX = 500;
const LIMIT_TEXT_MAX = 100;
const PRICE_TEXT_MAX = 1_000;
const REASON_MAX = 1_000;

/** A name that stays: in addresses, records and texts. */
export const planName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");
const operationName = z
  .string()
  .max(OPERATION_MAX)
  .regex(/^[A-Z]{1,20} \/\S*$/, 'is a method and a path, such as "GET /orders/{id}"');

/**
 * What a plan says, as people write it; `PUT /plans/{plan}` and configuration texts take the same. Whoever takes it
 * says what is meant by what is left out.
 */
export const planTexts = {
  title: z.string().trim().min(1).max(TITLE_MAX).optional(),
  description: z.string().trim().max(DESCRIPTION_MAX).optional(),
  /** APIs for which it is offered; null: for all. */
  apis: listOf(apiName, APIS_MAX).min(1).nullable().optional(),
  rateLimit: textOf(parseRateLimit, LIMIT_TEXT_MAX).nullable().optional(),
  burst: z.number().int().min(1).max(BURST_MAX).nullable().optional(),
  quota: textOf(parseQuota, LIMIT_TEXT_MAX).nullable().optional(),
  price: textOf(parsePrice, PRICE_TEXT_MAX).nullable().optional(),
  access: z.enum(ACCESS).optional(),
  visibility: z.enum(VISIBILITY).optional(),
  organisations: listOf(organisationName, ORGANISATIONS_MAX).optional(),
  operations: listOf(operationName, OPERATIONS_MAX).optional(),
  zone: z.string().max(64).refine(isZone, "is a name of the time zone database, such as Europe/Madrid").optional(),
};

/** What lint found about a plan. */
export const findingSchema = z.object({
  plan: planName,
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  other: planName.nullable(),
});

/** Live subscriptions of a plan, by state. */
const takenSchema = z.object({ requested: z.number(), active: z.number(), suspended: z.number() });

/** A plan as lists and its own address show it. */
export const planSchema = z.object({
  plan: planName,
  title: z.string(),
  description: z.string(),
  apis: z.array(apiName).nullable(),
  rateLimit: z.string().nullable(),
  burst: z.number().nullable(),
  quota: z.string().nullable(),
  price: z.string().nullable(),
  access: z.enum(ACCESS),
  visibility: z.enum(VISIBILITY),
  /** Those that see a private plan; for a developer, the own ones of them. */
  organisations: z.array(organisationName),
  operations: z.array(z.string()),
  zone: z.string(),
  createdAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().nullable(),
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
  /** How many are on it; null for who sees only the own. */
  taken: takenSchema.nullable(),
  /** Empty for who sees only the own: findings speak of other plans. */
  findings: z.array(findingSchema),
});

/** Why something was done, as the client reads it. */
export const reasonText = z.string().trim().max(REASON_MAX);
/** `sub_…` */
export const subscriptionId = z.string().regex(/^sub_[a-z0-9]{1,60}$/, "is an id such as sub_…");

const eventSchema = z.object({
  at: z.iso.datetime(),
  /** Who did it; people of the provider are "provider" for a developer. */
  by: z.string(),
  what: z.string(),
  plan: planName.nullable(),
  planFrom: z.iso.datetime().nullable(),
  reason: z.string(),
});

/** A client on a plan for an API. */
export const subscriptionSchema = z.object({
  id: subscriptionId,
  client: z.string(),
  organisation: z.string(),
  api: apiName,
  /** The plan that counts now. */
  plan: planName,
  state: z.enum(SUBSCRIPTION_STATES),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  approvedAt: z.iso.datetime().nullable(),
  suspendedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** The plan that comes, and when. */
  next: z.object({ plan: planName, from: z.iso.datetime() }).nullable(),
  /** Another plan that was asked for, on which nobody decided yet. */
  wanted: z.object({ plan: planName, at: z.iso.datetime(), from: z.enum(PLAN_STARTS) }).nullable(),
  /** What was said at the last event. */
  reason: z.string(),
  revision: z.number(),
  /** Whether a configuration text says it: then it is changed there only. */
  isManaged: z.boolean(),
  /** Which text; told to the provider's people only. */
  managedBy: z.string().nullable(),
});

/** The same with the newest of what happened, newest first. */
export const subscriptionWithHistorySchema = subscriptionSchema.extend({ history: z.array(eventSchema) });

/** Where a client stands with its plan for an API. */
export const usageSchema = z.object({
  client: z.string(),
  organisation: z.string(),
  api: apiName,
  plan: planName,
  /** The period of the quota; without one that of the price, else the month. */
  period: z.object({ unit: z.enum(PERIODS), zone: z.string(), from: z.iso.datetime(), to: z.iso.datetime() }),
  /** Metered requests so far. */
  used: z.number(),
  quota: z.number().nullable(),
  /** used ÷ quota. */
  share: z.number().nullable(),
  lastDay: z.number(),
  projected: z.number(),
  usedUpAt: z.iso.datetime().nullable(),
  /** Percents of the quota that were reached. */
  reached: z.array(z.number()),
  /** Due so far for the period of the price; null where the plan is free, or charged by another period. */
  charge: z.object({ currency: z.string(), minor: z.number(), text: z.string() }).nullable(),
});

/** A list without repetitions; its order means nothing. */
function listOf<Item extends z.ZodType>(item: Item, max: number) {
  return z.array(item).max(max);
}

/** A text that a function of the model reads. */
function textOf<Value>(parse: (text: string) => Value, max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .transform((text, context): Value => {
      try {
        return parse(text);
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        context.addIssue({ code: "custom", message: fault.detail });
        return z.NEVER;
      }
    });
}
