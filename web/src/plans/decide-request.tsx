import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/state.tsx";
import { useMay } from "../identity/use-may.ts";
import type { Subscription } from "./plan-queries.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { usePlanChange } from "./use-plan-change.ts";

/** Approving a request by one click, or declining it with a reason; nothing for who may not decide. */
export function DecideRequest({ row }: { row: Subscription }) {
  const [declining, setDeclining] = useState(false);
  const mayDecide = useMay()("subscription:write");
  const change = usePlanChange();
  const { client, api, revision } = row;
  const plan = row.wanted?.plan ?? row.plan;
  const decide = (decision: "approve" | "decline", reason: string): void =>
    change.mutate({
      path: `/subscriptions/${row.id}/decision`,
      method: "PUT",
      body: { decision, reason },
      revision,
      done: `${client}: ${plan} for ${api} is ${decision === "approve" ? "approved" : "declined"}.`,
    });
  if (!mayDecide) return null;
  return (
    <>
      <Button look="primary" onClick={() => decide("approve", "")} disabled={change.isPending}>
        Approve
      </Button>
      <Button onClick={() => setDeclining(true)} disabled={change.isPending}>
        Decline …
      </Button>
      {change.error !== null && <ErrorState error={change.error} />}
      {declining && (
        <ReasonDialog
          title={`Decline ${plan} for ${client}?`}
          action="Decline it"
          close={() => setDeclining(false)}
          act={(why) => decide("decline", why)}
        />
      )}
    </>
  );
}
