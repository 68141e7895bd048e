import { Document } from "yaml";
import type { Refusal } from "#kernel";
import { planName, planTexts } from "#plans";
import { z } from "zod";
import { invalidPlan } from "../invalid-plan.ts";
import { type PlanFault, type PlanText, readPlanFile } from "../plan-file.ts";
import { limitsOneByOne, sla4oaiDocument, type Sla4oaiLimits, type Sla4oaiPricing } from "./sla4oai-document.ts";
import { sla4oaiFaults } from "./sla4oai-faults.ts";
import { isShort, planPeriodOf } from "./sla4oai-periods.ts";

/** The plan that others stand on, and that nobody is on. */
const BASE = "base";
/** Paths that mean all operations. */
const EVERYWHERE: ReadonlySet<string> = new Set(["/**", "/*", "*", "global"]);
const REQUESTS: ReadonlySet<string> = new Set(["requests", "request"]);
const planText = z.object(planTexts);

/** Plans in text, and what of the document is not in it, each in a sentence. */
export interface TextOfPlans {
  readonly text: string;
  readonly remarks: readonly string[];
}

interface Part {
  readonly pricing?: Sla4oaiPricing | undefined;
  readonly quotas?: Sla4oaiLimits | undefined;
  readonly rates?: Sla4oaiLimits | undefined;
  readonly availability?: unknown;
  readonly guarantees?: unknown;
  readonly configuration?: unknown;
}

const UNUSED = ["availability", "guarantees", "configuration"] as const;

/**
 * The plans of an SLA4OAI document (1.0, YAML or JSON) as text that `apply` takes. Limits of all operations together are
 * carried over, as are fees; what a plan here cannot say is told. Refuses with all faults, each with line and column.
 */
export function readSla4oai(text: PlanText): TextOfPlans {
  const file = readPlanFile(text);
  if (!("value" in file)) throw refused(file);
  const parsed = sla4oaiDocument.safeParse(file.value);
  if (!parsed.success) {
    throw refused(
      parsed.error.issues.map(({ path, message }) => ({
        ...file.placeOf(path),
        detail: `${path.join(".")}: ${message}.`,
      })),
    );
  }
  const faults = sla4oaiFaults(parsed.data, file);
  if (faults.length > 0) throw refused(faults);
  const { plans, ...all } = parsed.data;
  const remarks: string[] = [];
  const base: Part = { ...all, ...plans?.[BASE] };
  const offered = Object.entries(plans ?? { [all.context.id]: {} }).filter(([name]) => name !== BASE);
  const written: Record<string, ReturnType<typeof planOf>> = {};
  for (const [name, plan] of offered) {
    const place = file.placeOf(plans === undefined ? ["context", "id"] : ["plans", name]);
    const ours = nameOf(name);
    if (Object.hasOwn(written, ours)) {
      faults.push({ ...place, detail: `"${name}" would be the plan ${ours}, as another one is.` });
    }
    written[ours] = planOf(name, inherited(base, plan ?? {}), (remark) => remarks.push(`${name}: ${remark}`));
    const { error } = z.object({ name: planName, plan: planText }).safeParse({ name: ours, plan: written[ours] });
    for (const { message } of error?.issues ?? []) faults.push({ ...place, detail: `${name}: ${message}.` });
  }
  if (faults.length > 0) throw refused(faults);
  return { text: new Document({ plans: written }).toString({ lineWidth: 0 }), remarks };
}

/** What a plan says itself stands before what it inherits, limit by limit. */
function inherited(base: Part, own: Part): Part {
  return {
    ...base,
    ...own,
    pricing: { ...base.pricing, ...own.pricing },
    rates: together(base.rates ?? {}, own.rates ?? {}),
    quotas: together(base.quotas ?? {}, own.quotas ?? {}),
  };
}

function together(base: Sla4oaiLimits, own: Sla4oaiLimits): Sla4oaiLimits {
  const limits: Sla4oaiLimits = { ...base };
  for (const [path, methods] of Object.entries(own)) {
    const of = { ...limits[path] };
    for (const [method, byMetric] of Object.entries(methods)) of[method] = { ...of[method], ...byMetric };
    limits[path] = of;
  }
  return limits;
}

type Told = (remark: string) => void;

function planOf(name: string, part: Part, tell: Told) {
  for (const unused of UNUSED.filter((key) => part[key] !== undefined)) {
    tell(`\`${unused}\` is not carried over.`);
  }
  const found = [...limitsOf(part.rates, "rates", tell), ...limitsOf(part.quotas, "quotas", tell)];
  const [rate, ...rates] = found.filter(({ isRate }) => isRate);
  const [quota, ...quotas] = found.filter(({ isRate }) => !isRate);
  for (const { text } of [...rates, ...quotas]) tell(`a second limit of its kind (${text}) is not carried over.`);
  const price = priceOf(part.pricing, tell);
  return {
    title: name,
    ...(rate === undefined ? {} : { rateLimit: rate.text }),
    ...(quota === undefined ? {} : { quota: quota.text }),
    ...(price === undefined ? {} : { price }),
  };
}

interface Limit {
  readonly text: string;
  readonly isRate: boolean;
}

function limitsOf(limits: Sla4oaiLimits | undefined, section: "rates" | "quotas", tell: Told): Limit[] {
  return limitsOneByOne(limits ?? {}).flatMap(({ path, method, metric, given }) => {
    const where = `${section} of ${method.toUpperCase()} ${path}`;
    if (REQUESTS.has(metric) && EVERYWHERE.has(path) && method.toLowerCase() === "all") {
      return given.flatMap((each) => limitOf(each, where, tell));
    }
    if (REQUESTS.has(metric)) {
      tell(`${where} limit one operation: not carried over, a plan limits all of them together.`);
    } else tell(`${where} limit ${metric}: not carried over, requests are.`);
    return [];
  });
}

function limitOf(
  { max, period }: { max: number | string; period?: string | undefined },
  where: string,
  tell: Told,
): Limit[] {
  if (max === "unlimited") return [];
  const unit = planPeriodOf((period ?? "").replace(/^1 /, ""));
  if (unit === undefined) {
    tell(`${where} ${period === undefined ? "have no period" : `are for ${period}`}: not carried over.`);
    return [];
  }
  return [{ text: `${max}/${unit}`, isRate: isShort(unit) }];
}

function priceOf(pricing: Sla4oaiPricing | undefined, tell: Told): string | undefined {
  const { cost = 0, currency, billing, period } = pricing ?? {};
  if (Number(cost) === 0) return undefined;
  const unit = planPeriodOf((billing ?? period ?? "monthly").replace(/^1 /, ""));
  if (currency === undefined || unit === undefined || isShort(unit)) {
    tell(`a cost of ${cost} without a currency and a period of a day or more is not carried over.`);
    return undefined;
  }
  return `${cost} ${currency}/${unit}`;
}

/** As plans are named here. */
function nameOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-");
}

function refused(faults: readonly PlanFault[]): Refusal {
  return invalidPlan(faults, "sla4oai.invalid");
}
