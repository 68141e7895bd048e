import { useState } from "react";
import { Problem } from "../server/problem.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { PlanPreview } from "./plan-preview.tsx";
import type { Plan } from "./plan-queries.ts";
import { usePlanChange } from "./use-plan-change.ts";

/** What can be typed of a plan; empty: no limit, or free. */
const FIELDS = [
  { field: "title", label: "Title", help: "As clients read it." },
  { field: "rateLimit", label: "Rate limit", help: "50/s, 600/min; empty: none." },
  { field: "burst", label: "At once", help: "Requests that may come at once; empty: those of a second." },
  { field: "quota", label: "Quota", help: "5M/month, 10000/day; empty: none." },
  { field: "price", label: "Price", help: "490.00 EUR/month, 0.002 EUR/request, or both with + between; empty: free." },
] as const;

type Typed = Readonly<Record<(typeof FIELDS)[number]["field"], string>>;

/** A plan's limits, price and access: changed with a preview of what becomes different for whom, or new. */
export function PlanForm({ plan, close }: { plan?: Plan; close: () => void }) {
  const [name, setName] = useState(plan?.plan ?? "");
  const [typed, setTyped] = useState<Typed>(typedOf(plan));
  const [access, setAccess] = useState(plan?.access ?? "on request");
  const change = usePlanChange(close);
  const faults = change.error instanceof Problem ? change.error.faults : [];
  const faultOf = (field: string): string | undefined => faults.find(({ pointer }) => pointer === `/${field}`)?.detail;
  const isNew = plan === undefined;
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({
          path: `/plans/${encodeURIComponent(name)}`,
          method: "PUT",
          body: { ...bodyOf(typed), access },
          ...(isNew ? {} : { revision: plan.revision }),
          done: `The plan ${name} is saved.`,
        });
      }}
    >
      {isNew && (
        <TextField
          label="Name"
          value={name}
          set={setName}
          help="a to z, 0 to 9 and -; it stays."
          fault={faultOf("plan")}
          required
        />
      )}
      {FIELDS.map(({ field, label, help }) => (
        <TextField
          key={field}
          label={label}
          help={help}
          value={typed[field]}
          set={(text) => setTyped({ ...typed, [field]: text })}
          fault={faultOf(field)}
        />
      ))}
      <AccessChoice access={access} choose={setAccess} />
      {plan !== undefined && <PlanPreview before={plan} after={{ ...plan, ...shownOf(typed), access }} />}
      {change.error !== null && <ErrorState error={change.error} />}
      <div className="mt-1 flex gap-1">
        <Button look="primary" type="submit" disabled={name === "" || change.isPending}>
          {isNew ? "Add it" : "Save for all who are on it"}
        </Button>
        <Button onClick={close}>Leave it</Button>
      </div>
    </form>
  );
}

function typedOf(plan: Plan | undefined): Typed {
  const { title = "", rateLimit, burst, quota, price } = plan ?? {};
  return { title, rateLimit: rateLimit ?? "", burst: burst?.toString() ?? "", quota: quota ?? "", price: price ?? "" };
}

/** Empty takes a limit away; what is no number is left for the server to refuse in its words. */
function bodyOf({ title, burst, rateLimit, quota, price }: Typed): object {
  return {
    rateLimit: textOrNull(rateLimit),
    quota: textOrNull(quota),
    price: textOrNull(price),
    burst: /^\d+$/.test(burst.trim()) ? Number(burst) : textOrNull(burst),
    ...(title.trim() === "" ? {} : { title: title.trim() }),
  };
}

function shownOf({ title, burst, rateLimit, quota, price }: Typed): Partial<Plan> & Pick<Plan, "title"> {
  const number = Number(burst);
  return {
    title,
    rateLimit: textOrNull(rateLimit),
    quota: textOrNull(quota),
    price: textOrNull(price),
    burst: burst.trim() === "" || Number.isNaN(number) ? null : number,
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function AccessChoice({ access, choose }: { access: Plan["access"]; choose: (access: Plan["access"]) => void }) {
  return (
    <label className="flex flex-col text-soft">
      Access
      <select
        value={access}
        onChange={(event) => choose(event.target.value === "automatic" ? "automatic" : "on request")}
        className="min-h-4 rounded-s border border-rule bg-paper px-1 text-ink"
      >
        <option value="automatic">automatic: at once</option>
        <option value="on request">on request: somebody approves</option>
      </select>
    </label>
  );
}
