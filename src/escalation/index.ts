/** Pages: whom to tell of a group of alerts, in which order, until somebody answers. What it knows is in README.md. */
export { readEscalation, type EscalationFile } from "./grammar/read-escalation.ts";
