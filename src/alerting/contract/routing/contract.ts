import { z } from "zod";

const TEXT_LETTERS_MAX = 1_000_000;
const LABELS_MAX = 100;
const NAME_LETTERS_MAX = 200;
const VALUE_LETTERS_MAX = 1_024;

/** The text of a routing: YAML, or JSON. */
export const routingTextField = z.string().max(TEXT_LETTERS_MAX);

/** Labels of an alert that somebody asks about. */
export const labelsField = z
  .record(z.string().min(1).max(NAME_LETTERS_MAX), z.string().max(VALUE_LETTERS_MAX))
  .refine((labels) => Object.keys(labels).length <= LABELS_MAX, `at most ${LABELS_MAX} labels`);

/** One way of an alert. */
export const alertRouteSchema = z.object({
  policy: z.string(),
  group: z.record(z.string(), z.string()),
  wait: z.string(),
  update: z.string(),
  repeat: z.string(),
  why: z.string(),
  mutedBy: z.string().nullable(),
});

/** Where alerts go. */
export const routingSchema = z.object({
  /** As it was written; of the built-in routing, what it would be written as. */
  text: z.string(),
  isBuiltIn: z.boolean(),
  /** Counts changes; 0 while nobody said anything. */
  revision: z.number(),
  managedBy: z.string().nullable(),
  changedAt: z.iso.datetime().nullable(),
  /** The tree from the top, each rule with how deep it lies; 0 is the default. */
  rules: z.array(
    z.object({
      depth: z.number(),
      text: z.string(),
      line: z.number(),
      policy: z.string(),
      groupBy: z.array(z.string()).nullable(),
      wait: z.string(),
      update: z.string(),
      repeat: z.string(),
      continues: z.boolean(),
    }),
  ),
  /** Rules by which one alert mutes another, in words. */
  inhibitions: z.array(z.string()),
  /** What was read and means something else here, or nothing. */
  remarks: z.array(z.string()),
  /** False for a draft that was only looked at. */
  isSaved: z.boolean(),
});

/** Where an alert with some labels would go. */
export const trialSchema = z.object({
  routes: z.array(alertRouteSchema),
  /** Rules that could mute it, each in words. */
  inhibitions: z.array(z.string()),
  /** The silence that would hide it at that instant, in words. */
  silencedBy: z.string().nullable(),
});

const replayedSchema = z.object({
  /** First notices of groups that page, of groups that do not, and all notices, repeats and ends included. */
  pages: z.number(),
  tickets: z.number(),
  notices: z.number(),
  policies: z.array(z.object({ policy: z.string(), pages: z.number(), tickets: z.number() })),
});

/** Past alerts by the routes that are saved, and by a draft. */
export const routingReplaySchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  alerts: z.number(),
  /** More alerts fired than are replayed: these are the newest. */
  isCut: z.boolean(),
  /** "14 pages instead of 61". */
  text: z.string(),
  now: replayedSchema,
  draft: replayedSchema,
  /** Alerts that were in a page and would be in none, the newest first. */
  lost: z.array(z.object({ id: z.string(), title: z.string(), firedAt: z.iso.datetime() })),
  lostCount: z.number(),
});

/** What an alertmanager.yml says, as a text of ours. */
export const importedRoutingSchema = z.object({ text: z.string(), remarks: z.array(z.string()) });

export type RoutingJson = z.infer<typeof routingSchema>;
export type ImportedRoutingJson = z.infer<typeof importedRoutingSchema>;
export type TrialJson = z.infer<typeof trialSchema>;
export type RoutingReplayJson = z.infer<typeof routingReplaySchema>;
