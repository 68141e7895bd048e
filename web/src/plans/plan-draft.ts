import type { Plan } from "./plan-queries.ts";

/** What can be typed of a plan in one line; empty: no limit, or free. */
export const LINES = [
  { field: "title", label: "Title", help: "As clients read it." },
  { field: "rateLimit", label: "Rate limit", help: "50/s, 600/min; empty: none." },
  { field: "burst", label: "At once", help: "Requests that may come at once; empty: those of a second." },
  { field: "quota", label: "Quota", help: "5M/month, 10000/day; empty: none." },
  { field: "price", label: "Price", help: "490.00 EUR/month, 0.002 EUR/request, or both with + between; empty: free." },
] as const;

/** A plan as it stands in the form. */
export interface PlanDraft extends Pick<Plan, "access" | "visibility"> {
  readonly lines: Readonly<Record<(typeof LINES)[number]["field"], string>>;
  readonly organisations: readonly string[];
  /** None: for all. */
  readonly apis: readonly string[];
  /** None: all. */
  readonly operations: readonly string[];
  readonly zone: string;
}

/** The form of a plan that is there, or of a new one. */
export function draftOf(plan: Plan | undefined): PlanDraft {
  const { title = "", rateLimit, burst, quota, price } = plan ?? {};
  return {
    lines: {
      title,
      rateLimit: rateLimit ?? "",
      burst: burst?.toString() ?? "",
      quota: quota ?? "",
      price: price ?? "",
    },
    access: plan?.access ?? "on request",
    visibility: plan?.visibility ?? "public",
    organisations: plan?.organisations ?? [],
    apis: plan?.apis ?? [],
    operations: plan?.operations ?? [],
    zone: plan?.zone ?? "UTC",
  };
}

/** What is sent: empty takes a limit away; what is no number is left for the server to refuse in its words. */
export function bodyOf({ lines, access, visibility, zone, ...lists }: PlanDraft): object {
  const { title, burst, rateLimit, quota, price } = lines;
  return {
    rateLimit: textOrNull(rateLimit),
    quota: textOrNull(quota),
    price: textOrNull(price),
    burst: /^\d+$/.test(burst.trim()) ? Number(burst) : textOrNull(burst),
    ...(title.trim() === "" ? {} : { title: title.trim() }),
    access,
    visibility,
    organisations: visibility === "public" ? [] : lists.organisations,
    apis: lists.apis.length === 0 ? null : lists.apis,
    operations: lists.operations,
    ...(zone.trim() === "" ? {} : { zone: zone.trim() }),
  };
}

/** The plan as it would be shown after the change. */
export function planAfter(plan: Plan, { lines, ...draft }: PlanDraft): Plan {
  const { title, burst, rateLimit, quota, price } = lines;
  const number = Number(burst);
  return {
    ...plan,
    title,
    rateLimit: textOrNull(rateLimit),
    quota: textOrNull(quota),
    price: textOrNull(price),
    burst: burst.trim() === "" || Number.isNaN(number) ? null : number,
    access: draft.access,
    visibility: draft.visibility,
    organisations: draft.visibility === "public" ? [] : draft.organisations.toSorted(),
    apis: draft.apis.length === 0 ? null : draft.apis.toSorted(),
    operations: draft.operations.toSorted(),
    zone: draft.zone.trim() === "" ? plan.zone : draft.zone.trim(),
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
