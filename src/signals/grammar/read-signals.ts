import { unreachable } from "#kernel";
import type { SignalsReading } from "../model/signal.ts";
import { alertmanagerSignals } from "./alertmanager-signals.ts";
import { cloudeventsSignals } from "./cloudevents-signals.ts";
import { genericSignals } from "./generic-signals.ts";
import { pagerdutySignals } from "./pagerduty-signals.ts";
import { prometheusSignals } from "./prometheus-signals.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

/**
 * The signals of a body, which is JSON that was parsed. What can be read is given although something else in the body
 * cannot: an alert must not be lost for its neighbour's sake.
 */
export function readSignals(given: unknown, settings: SignalSourceSettings): SignalsReading {
  switch (settings.format) {
    case "prometheus":
      return prometheusSignals(given, settings);
    case "alertmanager":
    case "grafana":
      return alertmanagerSignals(given, settings);
    case "pagerduty":
      return pagerdutySignals(given, settings);
    case "cloudevents":
      return cloudeventsSignals(given, settings);
    case "generic":
      return settings.mapping === null
        ? { signals: [], faults: [{ pointer: "", detail: "cannot be read: this source has no mapping" }] }
        : genericSignals(given, settings, settings.mapping);
    default:
      return unreachable(settings.format);
  }
}
