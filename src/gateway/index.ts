/** The gateway: where the requests pass. What it knows is in README.md. */
export type { Access, Admitted, Asked, Denied, Verdict } from "./model/access.ts";
export { AccessDecision } from "./access/access-decision.ts";
