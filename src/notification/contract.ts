import { z } from "zod";
import { CHANNEL_KINDS } from "./model/channel-kind.ts";
import { NOTIFICATION_EVENTS, NOTIFICATION_STATES } from "./model/notification.ts";
import { AFTER_MS_MAX, RULES_MAX } from "./model/rule.ts";

/** A kind of way. */
export const kindField = z.enum(CHANNEL_KINDS);

/** What a person or a house calls a way. */
export const titleField = z
  .string()
  .trim()
  .max(60)
  .regex(/^\P{C}*$/u, "has characters that cannot be shown");

/** By which policies and texts name a channel of the house. */
export const channelName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** What a channel's own schema reads. */
export const addressField = z.record(z.string(), z.unknown());

/** A way to oneself. The address is masked where it holds a secret. */
export const methodSchema = z.object({
  id: z.string(),
  kind: kindField,
  kindTitle: z.string(),
  title: z.string(),
  address: z.string(),
  createdAt: z.iso.datetime(),
  /** Null: not yet, and nothing but a verification goes there. */
  verifiedAt: z.iso.datetime().nullable(),
  /** How it is verified. */
  proves: z.enum(["link", "code", "test"]),
  /** When its owner last acted through it. */
  provenAt: z.iso.datetime().nullable(),
  failingSince: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
  disabled: z.boolean(),
  /** Whether it rings although a phone is set to Do Not Disturb. */
  breaksThrough: z.boolean(),
  /** Whether this server can send by this kind. */
  available: z.boolean(),
});

/** With the secret that signs, shown this once; null where nothing is signed. */
export const newMethodSchema = methodSchema.extend({ secret: z.string().nullable() });

const fields = z.array(
  z.object({
    name: z.string(),
    label: z.string(),
    help: z.string(),
    secret: z.boolean().optional(),
    optional: z.boolean().optional(),
    long: z.boolean().optional(),
    usual: z.string().optional(),
  }),
);

/** A kind, as far as one's own ways are concerned. */
export const kindSchema = z.object({
  kind: kindField,
  title: z.string(),
  proves: z.enum(["link", "code", "test"]),
  breaksThrough: z.boolean(),
  for: z.array(z.enum(["person", "house"])),
  available: z.boolean(),
  /** What the house has set for it, as it may be shown; null: nothing, or nothing is needed. */
  setting: z.string().nullable(),
  /** `none`: nothing is needed; `made`: by the server itself; `written`: by somebody. */
  needs: z.enum(["none", "made", "written"]),
  /** What is to be filled in for an address of the kind, and for what the house sets; `fixed` goes along with the setting. */
  form: z.object({ address: fields, setting: fields, fixed: z.record(z.string(), z.string()).optional() }),
});

/** A rule: a kind or the id of a method, and how long after. */
const ruleField = z.strictObject({
  way: z.string().min(1).max(40),
  afterMs: z.int().min(0).max(AFTER_MS_MAX, "must be at most an hour").default(0),
});

/** The rules of a person. */
export const rulesInput = {
  page: z.array(ruleField).max(RULES_MAX),
  ticket: z.array(ruleField).max(RULES_MAX),
};

const rule = z.object({ way: z.string(), afterMs: z.number() });
const used = z.array(z.object({ method: z.string(), afterMs: z.number() }));

/** The rules, what follows from them now, and what is wrong with it. */
export const rulesSchema = z.object({
  page: z.array(rule),
  ticket: z.array(rule),
  managedBy: z.string().nullable(),
  /** By which methods the next page and the next ticket would go. */
  used: z.object({ page: used, ticket: used }),
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
});

/** One message to one address, with what became of it. */
export const notificationSchema = z.object({
  id: z.string(),
  subject: z.string(),
  to: z.object({ kind: z.enum(["person", "channel"]), name: z.string() }),
  kind: kindField,
  address: z.string(),
  event: z.enum(NOTIFICATION_EVENTS),
  state: z.enum(NOTIFICATION_STATES),
  title: z.string(),
  because: z.string().nullable(),
  at: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  settledAt: z.iso.datetime().nullable(),
  attempts: z.number(),
  error: z.string().nullable(),
  mayHaveArrived: z.boolean(),
  mayBeRepeat: z.boolean(),
  bundledIn: z.string().nullable(),
});

/** A test that was ordered: its messages have this subject. */
export const orderedTestSchema = z.object({ subject: z.string(), ordered: z.number() });

/** A channel of the house. */
export const channelSchema = z.object({
  name: channelName,
  kind: kindField,
  kindTitle: z.string(),
  title: z.string(),
  address: z.string(),
  createdAt: z.iso.datetime(),
  failingSince: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
  available: z.boolean(),
  revision: z.number(),
  managedBy: z.string().nullable(),
});

/** With a secret that was made just now, shown this once. */
export const savedChannelSchema = channelSchema.extend({ secret: z.string().nullable() });

/** How a person can be reached. */
export const readinessSchema = z.object({
  handle: z.string(),
  methods: z.number(),
  failing: z.number(),
  breaksThrough: z.boolean(),
  provenAt: z.iso.datetime().nullable(),
});
