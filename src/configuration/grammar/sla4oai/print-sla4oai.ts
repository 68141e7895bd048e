import { Document } from "yaml";
import { amountText } from "#kernel";
import { planTexts } from "#plans";
import { z } from "zod";
import type { Json } from "../../model/wanted.ts";
import { type PlanText, readPlanFile } from "../plan-file.ts";
import { readConfiguration } from "../read-configuration.ts";
import type { TextOfPlans } from "./read-sla4oai.ts";
import { documentPeriodOf } from "./sla4oai-periods.ts";

const MS: Readonly<Record<number, string>> = { 1_000: "secondly", 60_000: "minutely", 3_600_000: "hourly" };
const written = z.object(planTexts);

/** What a document says beside its plans. */
export interface Sla4oaiContext {
  readonly id: string;
  /** Who offers the plans. */
  readonly provider?: string;
  /** Where the API's OpenAPI document lies. */
  readonly api?: string;
}

/**
 * The plans of texts as a document of SLA4OAI 1.0, and what of them it cannot say, each in a sentence. Refuses texts that
 * `apply` would refuse as they are written.
 */
export function printSla4oai(texts: readonly PlanText[], { id, provider, api }: Sla4oaiContext): TextOfPlans {
  readConfiguration(texts);
  const remarks: string[] = [];
  const plans: Record<string, Json> = {};
  for (const text of texts) {
    const file = readPlanFile(text);
    const given = ("value" in file ? (file.value as { plans?: Record<string, Json> } | null) : null)?.plans ?? {};
    for (const [name, plan] of Object.entries(given)) {
      plans[name] = documentPlan(name, written.parse(plan ?? {}), (remark) => remarks.push(`${name}: ${remark}`));
    }
  }
  const document = {
    sla4oas: "1.0.0",
    context: {
      id,
      type: "plans",
      ...(api === undefined ? {} : { api: { $ref: api } }),
      ...(provider === undefined ? {} : { provider }),
    },
    metrics: { requests: { type: "integer", format: "int64", description: "Requests of a client" } },
    plans,
  };
  return { text: new Document(document).toString({ lineWidth: 0 }), remarks };
}

function documentPlan(name: string, plan: z.output<typeof written>, tell: (remark: string) => void): Json {
  const { title = name, description = "", rateLimit, quota, price, burst, operations = [], visibility, access } = plan;
  if (title !== name || description !== "") tell("its title and description are not in it.");
  if (operations.length > 0) tell("that only some operations may be used is not in it.");
  if (burst !== undefined && burst !== null) tell(`how many requests may come at once (${burst}) is not in it.`);
  if (visibility === "private") tell("that only some organisations see it is not in it.");
  if (access === "automatic") tell("that it needs no approval is not in it.");
  if (price?.usage !== undefined && price.usage !== null) tell("what single requests cost is not in it.");
  const [cost = "0", currency] =
    price?.flat === undefined || price.flat === null ? [] : amountText(price.flat.amount).split(" ");
  const billing = price?.flat === undefined || price.flat === null ? undefined : documentPeriodOf(price.flat.period);
  return {
    pricing: {
      cost: Number(cost),
      ...(currency === undefined ? {} : { currency }),
      ...(billing === undefined ? {} : { billing }),
    },
    ...(rateLimit === undefined || rateLimit === null
      ? {}
      : { rates: everywhere(rateLimit.requests, MS[rateLimit.perMs] ?? "secondly") }),
    ...(quota === undefined || quota === null
      ? {}
      : { quotas: everywhere(quota.requests, documentPeriodOf(quota.period) ?? "monthly") }),
  };
}

function everywhere(max: number, period: string): Json {
  return { "/**": { all: { requests: [{ max, period }] } } };
}
