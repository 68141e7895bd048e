import type { AlertPolicySpec } from "../alert-policy.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";

/** The target that our own documents name: who is told is decided elsewhere. */
export const OWN_TARGET = "plimsoll";

/** What a policy asks for that Plimsoll does in its own way. */
export function policyRemarks(spec: AlertPolicySpec, at: At, execution: Execution): void {
  if (spec.alertWhenNoData === true) {
    execution.assume(
      at.under("alertWhenNoData"),
      "alertWhenNoData: true is not read: without traffic an alert stands still, then lapses, and nothing is promised that could be missed.",
    );
  }
  if (spec.alertWhenBreaching === false) {
    execution.assume(
      at.under("alertWhenBreaching"),
      "alertWhenBreaching: false is not read: the alert fires. Remove the policy to be without it.",
    );
  }
  if (spec.alertWhenResolved === false) {
    execution.assume(
      at.under("alertWhenResolved"),
      "alertWhenResolved: false is not read: Plimsoll always tells when an alert ends.",
    );
  }
  const isOthers = (spec.notificationTargets ?? []).some(({ targetRef, spec: inline }) => {
    const referred = targetRef === undefined ? undefined : execution.find("AlertNotificationTarget", targetRef);
    return (inline ?? referred?.document.spec)?.target !== OWN_TARGET;
  });
  if (isOthers) {
    execution.assume(
      at.under("notificationTargets"),
      "notificationTargets are not read: who is told follows from the urgency, page or ticket.",
    );
  }
}
