import type { INHIBIT_KEYS, ROUTE_OPTION_KEYS, ROUTE_RULE_KEYS, ROUTING_KEYS } from "#alerting";
import type { ESCALATION_KEYS, STEP_KEYS } from "#escalation";
import { CHANNEL_KINDS } from "#notification";
import type { LAYER_KEYS, OVERRIDE_KEYS, SCHEDULE_KEYS } from "#oncall";
import { z } from "zod";
import type { Shape } from "./shape.ts";

/** The shapes of what a text says of on-call, for editors; each is read strictly by the module that knows it. */

const LIST_MAX = 10_000;
/** Text or number: `5m`, `2`, `2026-11-30T09:00`. */
const written = z.union([z.string(), z.number()]);
const oneOrSeveral = z.union([written, z.array(written).max(LIST_MAX)]);
const was = z.string().optional().describe("The name that it had until now.");
const zone = z.string().max(64).optional().describe("IANA name, Europe/Madrid; that of the file when absent.");

const member = z.union([
  written,
  z.record(z.string(), z.strictObject({ from: written.optional(), until: written.optional() })),
]);

const layer = z.strictObject({
  name: written.optional(),
  rotate: z.array(member).describe("Who takes turns, in order; with dates: {ben: {from: …, until: …}}"),
  every: written.describe("1 week, 1 day, 12 hours, 1 month"),
  from: written.describe("The first handoff, a local time: 2026-11-30T09:00"),
  until: written.optional(),
  only: oneOrSeveral.optional().describe("Times of the week: mon-fri 09:00-18:00, fri 22:00 - mon 06:00"),
  advance: z.enum(["calendar", "covered-days"]).optional(),
  priority: written.optional().describe("A higher one wins; equal ones share. The place in the list when absent."),
} satisfies Shape<typeof LAYER_KEYS>);

const override = z.strictObject({
  from: written,
  to: written,
  replace: written.optional(),
  with: written.optional(),
  add: written.optional(),
  remove: written.optional(),
  everyone: z.array(written).optional(),
} satisfies Shape<typeof OVERRIDE_KEYS>);

/** An entry of `schedules`. */
export const scheduleShape = z.strictObject({
  was,
  title: z.string().max(200).optional(),
  zone,
  layers: z.array(layer),
  overrides: z.array(override).max(LIST_MAX).optional(),
} satisfies Shape<typeof SCHEDULE_KEYS>);

const step = z.strictObject({
  page: oneOrSeveral.optional().describe("Whom to page: schedule:NAME, person:NAME, team:NAME, channel:NAME"),
  notify: oneOrSeveral.optional().describe("Whom to tell, without asking for an answer."),
  after: written.optional().describe("After the step before it; 5m when absent."),
} satisfies Shape<typeof STEP_KEYS>);

/** An entry of `escalations`. */
export const escalationShape = z.strictObject({
  was,
  title: z.string().max(200).optional(),
  zone,
  steps: z.array(step),
  rounds: written.optional().describe("How often all steps are gone through; 3 when absent."),
  fallback: written.optional().describe("person:NAME, paged when nobody answered."),
  acknowledgementLasts: written.optional().describe("30m when absent."),
  acknowledgements: written.optional().describe("So many people must acknowledge; 1 when absent."),
  only: oneOrSeveral.optional().describe("Times at which tickets are told: mon-fri 09:00-18:00"),
} satisfies Shape<typeof ESCALATION_KEYS>);

const matchers = z
  .union([z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(written)])), z.array(z.string())])
  .describe("Labels with a value or several, or a list of matchers as Alertmanager writes them.");

const options = {
  escalate: z.string().optional().describe("The escalation that is told."),
  group: z.array(z.string()).optional().describe("Labels whose values make a group; [...] for all."),
  wait: written.optional(),
  update: written.optional(),
  repeat: written.optional(),
} satisfies Shape<typeof ROUTE_OPTION_KEYS>;

interface Rule {
  readonly [key: string]: unknown;
}

const ofRule = {
  if: matchers.optional(),
  ...options,
  mute: z.array(z.string()).optional().describe("Names of times at which it tells nobody."),
  only: z.array(z.string()).optional().describe("Names of times outside of which it tells nobody."),
  continue: z.boolean().optional(),
  get rules(): z.ZodType {
    return z.array(rule).optional();
  },
} satisfies Shape<typeof ROUTE_RULE_KEYS>;

const rule: z.ZodType<Rule> = z.strictObject(ofRule);

/** `routing`. */
export const routingShape = z.strictObject({
  default: z.strictObject(options),
  rules: z.array(rule).optional(),
  times: z
    .array(z.strictObject({ name: z.string(), time_intervals: z.array(z.record(z.string(), z.unknown())) }))
    .optional()
    .describe("Named times of the calendar, as Alertmanager writes them."),
} satisfies Shape<typeof ROUTING_KEYS>);

/** `inhibit`. */
export const inhibitShape = z.array(
  z.strictObject({
    when: matchers,
    mutes: matchers,
    equal: z.array(z.string()).optional(),
  } satisfies Shape<typeof INHIBIT_KEYS>),
);

/** Where something outside of the text is read from, by whoever runs `plimsoll apply`. */
const reference = z.union([
  z.strictObject({ env: z.string().min(1).max(128) }),
  z.strictObject({ file: z.string().min(1).max(1_000) }),
]);

const fields = z.record(z.string(), z.union([written, reference]));
const place = z.union([written, reference, z.record(z.string(), z.union([written, reference, z.boolean(), fields]))]);

/** An entry of `channels`: one kind, with where it leads. `smtp` and `from` are the server's, and set in its settings. */
export const channelShape = z
  .strictObject({
    was,
    title: z.string().max(60).optional(),
    ...Object.fromEntries(CHANNEL_KINDS.map((kind) => [kind, place.optional()])),
    smtp: place.optional(),
    from: z.string().optional(),
  })
  .refine((entry) => "smtp" in entry || kindsOf(entry).length === 1, {
    error: `needs one kind and where it leads, such as {slack: {env: SLACK_URL}}: ${CHANNEL_KINDS.join(", ")}`,
  });

/** The kinds that an entry of `channels` names. */
export function kindsOf(entry: Readonly<Record<string, unknown>>): (typeof CHANNEL_KINDS)[number][] {
  return CHANNEL_KINDS.filter((kind) => entry[kind] !== undefined);
}
