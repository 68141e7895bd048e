import { route } from "#http";
import { pageActions } from "./actions/page-actions.ts";
import { performanceAction } from "./actions/performance-action.ts";
import { policyActions } from "./actions/policy-actions.ts";
import type { EscalationPorts } from "./actions/ports.ts";

/** One line for each URL. */
export function escalationRoutes(ports: EscalationPorts) {
  const page = pageActions(ports);
  const policy = policyActions(ports);
  return [
    route("GET /pages", page.list),
    route("GET /pages/:page", page.get, { saysMore: true }),
    route("PUT /pages/:page/acknowledgement", page.acknowledge),
    route("DELETE /pages/:page/acknowledgement", page.unacknowledge),
    route("POST /pages/:page/snooze", page.snooze),
    route("POST /pages/:page/reassignment", page.reassign),
    route("POST /pages/:page/escalation", page.escalate),
    route("POST /pages/:page/responders", page.responder),
    route("POST /pages/:page/resolution", page.resolve),
    route("POST /pages/:page/policy", page.switchPolicy),
    route("GET /escalations", policy.list),
    route("GET /escalations/:escalation", policy.get, { saysMore: true }),
    route("PUT /escalations/:escalation", policy.put),
    route("DELETE /escalations/:escalation", policy.remove),
    route("POST /escalations/:escalation/preview", policy.preview, { asks: true }),
    route("GET /performance", performanceAction(ports)),
  ];
}
