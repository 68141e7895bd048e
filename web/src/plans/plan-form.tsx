import { useState } from "react";
import { faultAt } from "../server/problem.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { bodyOf, draftOf, LINES, planAfter } from "./plan-draft.ts";
import { PlanPreview } from "./plan-preview.tsx";
import type { Plan } from "./plan-queries.ts";
import { PlanReach } from "./plan-reach.tsx";
import { usePlanChange } from "./use-plan-change.ts";

const ACCESS = [
  { value: "automatic", text: "automatic: at once" },
  { value: "on request", text: "on request: somebody approves" },
];

/** A plan's limits, price, access and for whom it is: changed with a preview of what becomes different, or new. */
export function PlanForm({ plan, close }: { plan?: Plan; close: () => void }) {
  const [name, setName] = useState(plan?.plan ?? "");
  const [draft, setDraft] = useState(() => draftOf(plan));
  const change = usePlanChange(close);
  const isNew = plan === undefined;
  const save = (): void =>
    change.mutate({
      path: `/plans/${encodeURIComponent(name)}`,
      method: "PUT",
      body: bodyOf(draft),
      ...(isNew ? {} : { revision: plan.revision }),
      done: `The plan ${name} is saved.`,
    });
  return (
    <form
      className="flex max-w-[640px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {isNew && (
        <TextField
          label="Name"
          value={name}
          set={setName}
          help="a to z, 0 to 9 and -; it stays."
          fault={faultAt(change.error, "/plan")}
          required
        />
      )}
      {LINES.map(({ field, label, help }) => (
        <TextField
          key={field}
          label={label}
          help={help}
          value={draft.lines[field]}
          set={(text) => setDraft({ ...draft, lines: { ...draft.lines, [field]: text } })}
          fault={faultAt(change.error, `/${field}`)}
        />
      ))}
      <SelectField
        label="Access"
        value={draft.access}
        set={(value) => setDraft({ ...draft, access: value === "automatic" ? "automatic" : "on request" })}
        options={ACCESS}
      />
      <PlanReach draft={draft} set={setDraft} error={change.error} />
      {plan !== undefined && <PlanPreview before={plan} after={planAfter(plan, draft)} />}
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
