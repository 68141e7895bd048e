import { z } from "zod";

const instant = z.iso.datetime();
const urgency = z.enum(["page", "ticket"]);

/** What keeps alerts from being told. */
const muteSchema = z.object({
  by: z.enum(["engine", "silence", "inhibition", "times"]),
  text: z.string(),
  until: instant.nullable(),
  /** Of a silence its id, of an inhibition that of the alert that fires. */
  of: z.string().nullable(),
});

/** A group of alerts that are told together. */
export const groupSchema = z.object({
  id: z.string(),
  title: z.string(),
  urgency,
  /** `muted`: nobody is told of any alert of it that fires. `over`: what was told is over, and that is told soon. */
  state: z.enum(["firing", "muted", "over", "ended"]),
  /** The escalation policy that is told. */
  policy: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Which rule took its alerts, and where it is written. */
  route: z.string(),
  wait: z.string(),
  update: z.string(),
  repeat: z.string(),
  since: instant,
  beganAt: instant,
  toldAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Alerts that fire, and how many of them are muted. */
  firing: z.number(),
  muted: z.number(),
  /** What was decided last, in words. */
  text: z.string(),
  /** The next notice, if nothing changes; null: none is planned. */
  next: z.object({ at: instant, reason: z.enum(["first", "changed", "unchanged", "ended"]) }).nullable(),
  mutes: z.array(muteSchema.extend({ alerts: z.number() })),
  url: z.string(),
});

/** An alert of a group, with what the group's people were told of it. */
const groupAlertSchema = z.object({
  id: z.string(),
  api: z.string(),
  objective: z.string(),
  client: z.string().nullable(),
  urgency,
  firedAt: instant,
  endedAt: instant.nullable(),
  sentence: z.string(),
  url: z.string(),
  toldAt: instant.nullable(),
  endToldAt: instant.nullable(),
});

/** What was decided of a group at an instant. */
const groupEntrySchema = z.object({
  at: instant,
  what: z.enum(["opened", "came", "muted", "unmuted", "told", "ended", "rerouted", "unheard"]),
  text: z.string(),
});

/** A group with its newest alerts and its story, both the newest first. */
export const groupDetailSchema = groupSchema.extend({
  alerts: z.array(groupAlertSchema),
  entries: z.array(groupEntrySchema),
});

/** Why an alert did or did not page. */
export const alertExplanationSchema = z.object({
  alert: z.string(),
  /** The answer in a sentence or two. */
  text: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Where it goes by the present routes. */
  routes: z.array(
    z.object({
      policy: z.string(),
      group: z.record(z.string(), z.string()),
      wait: z.string(),
      update: z.string(),
      repeat: z.string(),
      why: z.string(),
      mutedBy: z.string().nullable(),
    }),
  ),
  /** What mutes it now, while it fires. */
  mutes: z.array(muteSchema),
  groups: z.array(
    groupSchema.extend({ told: instant.nullable(), endTold: instant.nullable(), entries: z.array(groupEntrySchema) }),
  ),
});

export type GroupJson = z.infer<typeof groupSchema>;
export type GroupDetailJson = z.infer<typeof groupDetailSchema>;
export type AlertExplanationJson = z.infer<typeof alertExplanationSchema>;
