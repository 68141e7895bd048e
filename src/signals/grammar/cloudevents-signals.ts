import { z } from "zod";
import { LABEL_VALUE_MAX, type Signal, type SignalsReading, TITLE_MAX } from "../model/signal.ts";
import { urgencyOf } from "../model/urgency-of.ts";
import { readEach } from "./read-each.ts";
import { annotationsShape, cutAnnotation, instantShape, labelsShape } from "./signal-shapes.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

const attribute = z.string().min(1).max(LABEL_VALUE_MAX);
const text = z.string().optional().catch(undefined);
/** What we know of the payload; anything else in it is the sender's own business. */
const known = z
  .object({
    title: text,
    summary: text,
    description: text,
    message: text,
    severity: text,
    urgency: text,
    url: text,
    labels: labelsShape.optional(),
    annotations: annotationsShape.optional(),
  })
  .optional();
const event = z.looseObject({
  specversion: z.literal("1.0", "must be 1.0, the version of CloudEvents that is read here"),
  id: attribute,
  source: attribute,
  type: attribute,
  subject: attribute.nullish(),
  time: instantShape.nullish(),
  data: z.unknown().optional(),
});

/** The last part of a type that says that the thing is over, or seen. */
const OVER = /[.:/_-](?:resolved?|ended|closed|cleared|recovered|ok)$/i;
const SEEN = /[.:/_-](?:acknowledged?|acked)$/i;
const BEGUN = /[.:/_-](?:triggered|trigger|fired|firing|opened|created|started)$/i;

/**
 * Events by CloudEvents 1.0 as JSON, one or a list. Its `type` says what it wants by its last part (".resolved",
 * ".acknowledged"; anything else triggers); `source` and `subject` are the key, or `id` where there is no subject.
 */
export function cloudeventsSignals(given: unknown, settings: SignalSourceSettings): SignalsReading {
  const isList = Array.isArray(given);
  const { signals, faults } = readEach(isList ? given : [given], {
    shape: event,
    base: "",
    signalOf: (one) => signalOf(one, settings),
  });
  // One event is no list: its faults are told by where they lie in it.
  return {
    signals,
    faults: isList ? faults : faults.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/0/, "") })),
  };
}

function signalOf(
  one: z.output<typeof event>,
  settings: SignalSourceSettings,
): Signal | { pointer: string; detail: string } {
  const { source, type, subject, id, time, data, severity } = one;
  const read = known.safeParse(typeof data === "object" && data !== null && !Array.isArray(data) ? data : undefined);
  if (!read.success) return { pointer: "/data", detail: "has labels or annotations that are not texts, or too long" };
  const said = read.data ?? {};
  const action = OVER.test(type) ? "resolve" : SEEN.test(type) ? "acknowledge" : "trigger";
  const name = type.replace(OVER, "").replace(SEEN, "").replace(BEGUN, "");
  const graded = said.severity ?? (typeof severity === "string" ? severity : undefined);
  const labels: Record<string, string> = {
    ...settings.labels,
    alertname: name,
    event_source: source,
    ...(typeof subject === "string" ? { subject } : {}),
    ...(graded === undefined ? {} : { severity: graded.slice(0, LABEL_VALUE_MAX) }),
    ...(said.urgency === undefined ? {} : { urgency: said.urgency.slice(0, LABEL_VALUE_MAX) }),
    ...said.labels,
  };
  const title = (said.title ?? said.summary ?? name).slice(0, TITLE_MAX);
  return {
    action,
    dedupKey: JSON.stringify([source, subject ?? id]),
    labels,
    annotations: { ...said.annotations, ...(said.url === undefined ? {} : { url: said.url }) },
    startsAt: action === "trigger" ? (time ?? null) : null,
    endsAt: action === "resolve" ? (time ?? null) : null,
    urgency: urgencyOf(labels, settings.urgency),
    title,
    text: cutAnnotation(said.summary ?? said.description ?? said.message ?? title),
  };
}
