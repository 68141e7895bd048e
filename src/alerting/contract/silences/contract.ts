import { z } from "zod";

const MATCHERS_MAX = 20;
const LABEL_LETTERS_MAX = 200;
const VALUE_LETTERS_MAX = 1_024;
const REASON_LETTERS_MAX = 500;
const instant = z.iso.datetime();

/** What one label must be. */
const matcherSchema = z.object({
  label: z.string().trim().min(1).max(LABEL_LETTERS_MAX),
  operator: z.enum(["=", "!=", "=~", "!~"]),
  value: z.string().max(VALUE_LETTERS_MAX),
});

/** What a silence hides: all of it must fit. */
export const matchersField = z.array(matcherSchema).min(1).max(MATCHERS_MAX);

/** What a person says of a silence. */
export const reasonField = z.string().trim().min(1).max(REASON_LETTERS_MAX);

/** A silence as it is shown. */
export const silenceSchema = z.object({
  id: z.string(),
  matchers: z.array(matcherSchema),
  /** The matchers in words. */
  text: z.string(),
  author: z.string(),
  reason: z.string(),
  createdAt: instant,
  startsAt: instant,
  endsAt: instant,
  /** Who ended it early. */
  endedBy: z.string().nullable(),
  state: z.enum(["pending", "active", "ended"]),
  /** When somebody should look whether it is still wanted: a week after somebody did. */
  reminderAt: instant.nullable(),
  isReminderDue: z.boolean(),
  /** Alerts that fire now and that it hides, or would if it were active. */
  hides: z.number(),
  revision: z.number(),
});

/** What matchers would hide now. */
export const silencePreviewSchema = z.object({
  /** How many alerts that fire. */
  alerts: z.number(),
  pages: z.number(),
  /** The newest of them. */
  shown: z.array(
    z.object({ id: z.string(), title: z.string(), urgency: z.enum(["page", "ticket"]), firedAt: instant }),
  ),
  /** How many alerts that fired in the last 30 days it would have hidden. */
  lately: z.number(),
});

export type SilenceJson = z.infer<typeof silenceSchema>;
export type SilencePreviewJson = z.infer<typeof silencePreviewSchema>;
