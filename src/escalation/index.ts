/** Pages: whom to tell of a group of alerts, in which order, until somebody answers. What it knows is in README.md. */
export { allEscalations, releaseEscalation, removeEscalation } from "./actions/all-escalations.ts";
export { LINKS_PATH } from "./actions/link-door.ts";
export { saveEscalation } from "./actions/save-escalation.ts";
export { Escalation } from "./escalation.ts";
export { ESCALATION_KEYS, readEscalation } from "./grammar/read-escalation.ts";
export { STEP_KEYS } from "./grammar/step-of.ts";
export { escalationMigrations } from "./migrations.ts";
export { EVERYBODY, type Target } from "./model/policy.ts";
