import { inputFaults } from "#http";
import { z } from "zod";
import { fingerprintOf } from "../model/fingerprint-of.ts";
import { LABEL_VALUE_MAX, type Signal, type SignalsReading, TITLE_MAX } from "../model/signal.ts";
import { urgencyOf } from "../model/urgency-of.ts";
import { cutAnnotation, instantShape, keyShape } from "./signal-shapes.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

const part = z.string().max(LABEL_VALUE_MAX).nullish();
const payload = z.object({
  summary: z.string().min(1),
  source: z.string().min(1).max(LABEL_VALUE_MAX),
  severity: z.enum(["critical", "error", "warning", "info"]),
  timestamp: instantShape.nullish(),
  component: part,
  group: part,
  class: part,
  custom_details: z.unknown().optional(),
});
const key = keyShape.nullish();
const rest = {
  client: z.string().nullish(),
  client_url: z.string().nullish(),
  links: z.array(z.object({ href: z.string() })).nullish(),
};
const followUp = (what: "acknowledge" | "resolve") =>
  z.object({ event_action: z.literal(what), dedup_key: keyShape, payload: z.unknown().optional(), ...rest });
const event = z.discriminatedUnion("event_action", [
  z.object({ event_action: z.literal("trigger"), dedup_key: key, payload, ...rest }),
  followUp("acknowledge"),
  followUp("resolve"),
]);

type Event = z.output<typeof event>;
type Triggered = Extract<Event, { event_action: "trigger" }>;

/**
 * An event of PagerDuty's Events API, version 2. A trigger without a key gets one that is drawn from what it says, so that
 * saying it again is the same thing. A follow-up only needs its key.
 */
export function pagerdutySignals(given: unknown, settings: SignalSourceSettings): SignalsReading {
  const read = event.safeParse(given);
  if (!read.success) {
    const faults = inputFaults(read.error).map(({ pointer = "", detail }) => ({ pointer, detail }));
    return { signals: [], faults };
  }
  const said = read.data;
  if (said.event_action === "trigger") return { signals: [triggered(said, settings)], faults: [] };
  return { signals: [{ ...NOTHING_SAID, action: said.event_action, dedupKey: said.dedup_key }], faults: [] };
}

const NOTHING_SAID = {
  labels: {},
  annotations: {},
  startsAt: null,
  endsAt: null,
  urgency: "ticket",
  title: "",
  text: "",
} as const;

function triggered(
  { payload: said, dedup_key: known, client, client_url, links }: Triggered,
  settings: SignalSourceSettings,
): Signal {
  const { summary, source, severity, component, group, class: kind, custom_details: details } = said;
  const title = summary.slice(0, TITLE_MAX);
  const named = present({ component, group, class: kind });
  const labels = { ...settings.labels, alertname: kind ?? title, instance: source, severity, ...named };
  const url = client_url ?? links?.[0]?.href;
  return {
    action: "trigger",
    dedupKey: known ?? `drawn:${fingerprintOf({ summary, source, ...named })}`,
    labels,
    annotations: present({
      client,
      url,
      details: details === undefined ? null : cutAnnotation(JSON.stringify(details)),
    }),
    startsAt: said.timestamp ?? null,
    endsAt: null,
    urgency: urgencyOf(labels, settings.urgency),
    title,
    text: cutAnnotation(summary),
  };
}

function present(all: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (typeof value === "string" && value !== "" ? [[name, value]] : [])),
  );
}
