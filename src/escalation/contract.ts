import { z } from "zod";

const instant = z.iso.datetime();

/** What a policy is called: by it routes name it. */
export const policyName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "is 1 to 63 small letters, digits and hyphens, such as standard");

const receiverSchema = z.object({ kind: z.enum(["person", "channel"]), name: z.string() });

/** How a page stands: nobody has it, somebody does, it rests until a time, what it is about is over, somebody closed it. */
const PAGE_STATES = ["open", "acknowledged", "snoozed", "ended", "resolved"] as const;

/** A page: what is told of a group of alerts until somebody takes it. */
export const pageSchema = z.object({
  page: z.string(),
  group: z.string(),
  title: z.string(),
  /** How it stands, as one would say it. */
  sentence: z.string(),
  sentences: z.array(z.string()),
  url: z.string(),
  labels: z.record(z.string(), z.string()),
  urgency: z.enum(["page", "ticket"]),
  state: z.enum(PAGE_STATES),
  /** Alerts of the group that fire, as of its last notice. */
  firing: z.number(),
  policy: z.string(),
  /** The policy was changed or removed since: it can be switched to what it is now. */
  policyChanged: z.boolean(),
  since: instant,
  begunAt: instant,
  toldAt: instant.nullable(),
  reactedAt: instant.nullable(),
  overAt: instant.nullable(),
  acknowledgements: z.array(z.object({ by: z.string(), at: instant })),
  /** How many people must acknowledge it. */
  needed: z.number(),
  acknowledgedUntil: instant.nullable(),
  snoozedUntil: instant.nullable(),
  reassignedTo: z.string().nullable(),
  /** What comes next by itself, and when. */
  next: z.object({ at: instant, what: z.string(), who: z.array(receiverSchema) }).nullable(),
  /** Whether whoever asks was told of it, or holds it. */
  mine: z.boolean(),
  revision: z.number(),
});

const entrySchema = z.object({
  seq: z.number(),
  at: instant,
  what: z.string(),
  title: z.string(),
  who: z.string().nullable(),
  why: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  told: z.array(receiverSchema),
  next: z.object({ at: instant, what: z.string() }).nullable(),
});

/** A message that was ordered for a page, and what became of it. */
const sentSchema = z.object({
  id: z.string(),
  to: receiverSchema,
  kind: z.string(),
  address: z.string(),
  event: z.string(),
  state: z.string(),
  /** Why it went by this way, where another one failed. */
  because: z.string().nullable(),
  at: instant,
  dueAt: instant,
  sentAt: instant.nullable(),
  settledAt: instant.nullable(),
  attempts: z.number(),
  error: z.string().nullable(),
  mayHaveArrived: z.boolean(),
  mayBeRepeat: z.boolean(),
});

/** A page with all that was decided about it, and all that was sent. */
export const storySchema = pageSchema.extend({ entries: z.array(entrySchema), sent: z.array(sentSchema) });

const targetSchema = z.object({ kind: z.string(), name: z.string() });

/** A policy, as it was written and as it is read. */
export const escalationSchema = z.object({
  escalation: z.string(),
  title: z.string().nullable(),
  /** As the entry of a configuration text has it. */
  entry: z.record(z.string(), z.unknown()),
  zone: z.string(),
  steps: z.array(z.object({ act: z.enum(["page", "notify"]), targets: z.array(targetSchema), afterMs: z.number() })),
  rounds: z.number(),
  fallback: targetSchema.nullable(),
  acknowledgementMs: z.number(),
  acknowledgements: z.number(),
  /** The one that is there without being written. */
  builtIn: z.boolean(),
  createdAt: instant.nullable(),
  revision: z.number(),
  managedBy: z.string().nullable(),
  /** What may surprise, and what leads to nobody. */
  warnings: z.array(z.string()),
});

/** Who would be told, if a page began at an instant and nobody answered. */
export const previewSchema = z.object({
  at: instant,
  steps: z.array(
    z.object({
      at: instant,
      what: z.enum(["page", "notify", "skipped", "fallback", "unreached"]),
      step: z.number().nullable(),
      round: z.number().nullable(),
      to: z.array(receiverSchema),
      why: z.string(),
    }),
  ),
  warnings: z.array(z.string()),
});

const delaySchema = z.object({
  n: z.number(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  meanMs: z.number().nullable(),
});

/** How well pages are answered in a time. */
export const performanceSchema = z.object({
  from: instant,
  to: instant,
  pages: z.number(),
  tickets: z.number(),
  /** From the alert that fired to the first message. */
  detect: delaySchema,
  /** From the first message to the first reaction of a person. */
  acknowledge: delaySchema,
  /** Pages that ended without anybody having acted on them. */
  noise: z.object({ pages: z.number(), of: z.number() }),
  people: z.array(
    z.object({
      person: z.string(),
      pages: z.number(),
      /** Between 22:00 and 07:00 by the clock of `zone`. */
      night: z.number(),
      /** The most pages within twelve hours. */
      mostInShift: z.number(),
      reacted: z.number(),
      methods: z.number(),
      provenAt: instant.nullable(),
    }),
  ),
  /** By whose clock nights are told. */
  zone: z.string(),
  /** Whether there were more pages than are looked at. */
  cut: z.boolean(),
});

export type PageJson = z.infer<typeof pageSchema>;
export type PageStoryJson = z.infer<typeof storySchema>;
export type EscalationJson = z.infer<typeof escalationSchema>;
export type EscalationPreviewJson = z.infer<typeof previewSchema>;
export type PerformanceJson = z.infer<typeof performanceSchema>;
