import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { ErrorState } from "../ui/state.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type Plan, plansQuery, type Subscription } from "./plan-queries.ts";
import { TermChanges } from "./term-changes.tsx";
import { useMay } from "../identity/use-may.ts";
import { type PlanChange, usePlanChange } from "./use-plan-change.ts";

const STARTS = [
  { value: "now", text: "now on" },
  { value: "next period", text: "the next period" },
];

interface ChoosePlanProps {
  readonly api: string;
  readonly client: string;
  /** What it has now; absent: nothing. */
  readonly live?: Subscription;
  readonly close?: () => void;
}

/** Asks for a plan, or for another one, with what becomes different. Who may decide approves in the same step. */
export function ChoosePlan({ api, client, live, close }: ChoosePlanProps) {
  const { data } = useQuery(plansQuery(api));
  const [chosen, setChosen] = useState("");
  const [from, setFrom] = useState("now");
  const [reason, setReason] = useState("");
  const [mayAsk, mayDecide] = [useMay()("subscription:request"), useMay()("subscription:write")];
  const change = usePlanChange(close);
  const plans = data?.items ?? [];
  const plan = plans.find((each) => each.plan === chosen);
  const present = plans.find((each) => each.plan === live?.plan);
  const isAtOnce = mayDecide || plan?.access === "automatic";
  if (!mayAsk || plans.length === 0) {
    return (
      <p className="text-soft">It is on no plan{data?.items.length === 0 && ", and none is offered for this API"}.</p>
    );
  }
  return (
    <form
      className="flex max-w-[480px] flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({
          ...askedOf({ api, client, live, from, asked: { plan: chosen, reason, approve: mayDecide } }),
          done: isAtOnce ? `${client} gets ${chosen}.` : `${chosen} is asked for; somebody approves it.`,
        });
      }}
    >
      {live === undefined && <p className="text-soft">It is on no plan for this API yet.</p>}
      <SelectField
        label="Plan"
        value={chosen}
        set={setChosen}
        options={[
          { value: "", text: "Choose one" },
          ...plans.map((each) => ({ value: each.plan, text: optionText(each) })),
        ]}
      />
      {live !== undefined && <SelectField label="From" value={from} set={setFrom} options={STARTS} />}
      {plan !== undefined && present !== undefined && (
        <div role="status">
          <TermChanges before={present} after={plan} />
        </div>
      )}
      <TextField label="Reason" value={reason} set={setReason} help="What it is for; may be empty." />
      {change.error !== null && <ErrorState error={change.error} />}
      <div className="flex gap-1">
        <Button look="primary" type="submit" disabled={chosen === "" || change.isPending}>
          {isAtOnce ? "Put it on this plan" : "Ask for it"}
        </Button>
        {close !== undefined && <Button onClick={close}>Leave it</Button>}
      </div>
    </form>
  );
}

interface AskedPlan {
  readonly api: string;
  readonly client: string;
  readonly live: Subscription | undefined;
  readonly from: string;
  readonly asked: { readonly plan: string; readonly reason: string; readonly approve: boolean };
}

function askedOf({ api, client, live, from, asked }: AskedPlan): Omit<PlanChange, "done"> {
  if (live === undefined) return { path: "/subscriptions", method: "POST", body: { client, api, ...asked } };
  return { path: `/subscriptions/${live.id}/plan`, method: "PUT", body: { from, ...asked }, revision: live.revision };
}

function optionText({ title, quota, price, access }: Plan): string {
  return [title, price ?? "free", quota ?? "no quota", access].join(" · ");
}
