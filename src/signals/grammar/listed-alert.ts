import { z } from "zod";
import { fingerprintOf } from "../model/fingerprint-of.ts";
import { type Signal, TITLE_MAX } from "../model/signal.ts";
import { urgencyOf } from "../model/urgency-of.ts";
import { annotationsShape, instantShape, labelsShape } from "./signal-shapes.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

/** What the alerts of Prometheus, Alertmanager and Grafana have in common. What else they say is not needed. */
export const listedAlert = z.object({
  labels: labelsShape.refine((labels) => Object.keys(labels).length > 0, "has no label, so nothing tells it apart"),
  annotations: annotationsShape.nullish(),
  startsAt: instantShape.nullish(),
  endsAt: instantShape.nullish(),
  generatorURL: z.string().nullish(),
});

/** The signal of such an alert. Its key is the fingerprint of its labels as they were sent. */
export function listedSignal(
  alert: z.output<typeof listedAlert>,
  { labels: usual, urgency }: SignalSourceSettings,
  action: Signal["action"],
): Signal {
  const labels = { ...usual, ...alert.labels };
  const annotations = alert.annotations ?? {};
  const title = (labels["alertname"] ?? labels["service"] ?? "alert").slice(0, TITLE_MAX);
  const { summary, description, message, url = alert.generatorURL ?? "" } = annotations;
  return {
    action,
    dedupKey: fingerprintOf(alert.labels),
    labels,
    annotations: url === "" ? annotations : { ...annotations, url },
    startsAt: alert.startsAt ?? null,
    endsAt: alert.endsAt ?? null,
    urgency: urgencyOf(labels, urgency),
    title,
    text: summary ?? description ?? message ?? title,
  };
}
