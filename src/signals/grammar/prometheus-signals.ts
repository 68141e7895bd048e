import { z } from "zod";
import type { SignalsReading } from "../model/signal.ts";
import { listedAlert, listedSignal } from "./listed-alert.ts";
import { readEach } from "./read-each.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

const body = z.array(z.unknown(), "must be a list of alerts, as Prometheus sends them to an Alertmanager");

/**
 * What Prometheus posts to an Alertmanager's /api/v2/alerts: a list. One that fires is sent again and again with an end in
 * the future, one that is over with an end in the past.
 */
export function prometheusSignals(given: unknown, settings: SignalSourceSettings): SignalsReading {
  const list = body.safeParse(given);
  if (!list.success) return { signals: [], faults: [{ pointer: "", detail: String(list.error.issues[0]?.message) }] };
  return readEach(list.data, {
    shape: listedAlert,
    base: "",
    signalOf: (alert) => listedSignal(alert, settings, "trigger"),
  });
}
