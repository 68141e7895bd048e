import { z } from "zod";

/** Methods of a limit; `all` stands for each of them. */
const METHODS = ["get", "put", "post", "delete", "patch", "head", "options", "trace", "all"] as const;

const period = z.union([
  z.string(),
  z
    .object({ amount: z.number().optional(), unit: z.string() })
    .transform(({ amount = 1, unit }) => `${amount} ${unit}`),
]);
const limit = z.looseObject({
  max: z.union([z.number().nonnegative(), z.string()]),
  period: period.optional(),
});
/** By metric, its limits. */
const limitsOfMethod = z.record(z.string(), z.array(limit).max(100));
/** By path and method. */
const limits = z.record(z.string(), z.record(z.string(), limitsOfMethod));
const pricing = z.looseObject({
  cost: z.union([z.number(), z.string()]).optional(),
  currency: z.string().optional(),
  billing: z.string().optional(),
  period: period.optional(),
});
const part = {
  pricing: pricing.optional(),
  quotas: limits.optional(),
  rates: limits.optional(),
  availability: z.unknown().optional(),
  guarantees: z.unknown().optional(),
  configuration: z.unknown().optional(),
};
const instant = z.union([z.string(), z.number()]);

/** A document of SLA4OAI 1.0, as far as it is about plans. */
export const sla4oaiDocument = z.looseObject({
  sla: z.union([z.string(), z.number()]).optional(),
  sla4oas: z.union([z.string(), z.number()]).optional(),
  context: z.looseObject({
    id: z.string().min(1),
    type: z.string(),
    provider: z.string().optional(),
    validity: z
      .looseObject({
        from: instant.optional(),
        to: instant.optional(),
        effectiveDate: instant.optional(),
        expirationDate: instant.optional(),
      })
      .optional(),
  }),
  metrics: z.record(z.string(), z.unknown()).default({}),
  plans: z.record(z.string(), z.looseObject(part).nullable()).optional(),
  ...part,
});

export type Sla4oaiDocument = z.output<typeof sla4oaiDocument>;
export type Sla4oaiLimits = z.output<typeof limits>;
export type Sla4oaiPricing = z.output<typeof pricing>;

/** The limits one by one: of a metric, on a method of a path. */
export function limitsOneByOne(all: Sla4oaiLimits) {
  return Object.entries(all).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, byMetric]) =>
      Object.entries(byMetric).map(([metric, given]) => ({ path, method, metric, given })),
    ),
  );
}

/** Whether the specification knows a method. */
export function isMethod(text: string): boolean {
  return METHODS.some((method) => method === text.toLowerCase());
}
