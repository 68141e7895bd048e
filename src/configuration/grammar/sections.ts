import type { Kind } from "../model/wanted.ts";
import type { Written } from "./grammar.ts";

/** The parts of a file whose entries are objects, and of which kind. */
export const SECTIONS = [
  ["people", "person"],
  ["schedules", "schedule"],
  ["teams", "team"],
  ["apis", "api"],
  ["plans", "plan"],
  ["organisations", "organisation"],
  ["clients", "client"],
  ["probes", "probe"],
  ["heartbeats", "heartbeat"],
  ["channels", "channel"],
  ["escalations", "escalation"],
] as const satisfies readonly (readonly [keyof Written, Kind])[];

/** Keys that the format has for a kind and that nothing uses yet. */
export const UNUSED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  api: ["budgetPolicy"],
  person: ["phone"],
};

/** Keys whose references are not read: nothing uses them, or what they say is not for a text to set. */
export const UNREAD: Readonly<Partial<Record<Kind, readonly string[]>>> = { ...UNUSED, channel: ["smtp"] };
