import { inputFaults } from "#http";
import { z } from "zod";
import type { SignalsReading } from "../model/signal.ts";
import { listedAlert, listedSignal } from "./listed-alert.ts";
import { readEach } from "./read-each.ts";
import type { SignalSourceSettings } from "./signal-source-settings.ts";

const body = z.object({ alerts: z.array(z.unknown()) });
const notified = listedAlert.extend({ status: z.enum(["firing", "resolved"]) });

/**
 * The webhook of Alertmanager (its version 4), and that of Grafana, which says more in the same words. Only its alerts are
 * read: how they were grouped there is of no matter here.
 */
export function alertmanagerSignals(given: unknown, settings: SignalSourceSettings): SignalsReading {
  const read = body.safeParse(given);
  if (!read.success) {
    const faults = inputFaults(read.error).map(({ pointer = "", detail }) => ({ pointer, detail }));
    return { signals: [], faults };
  }
  return readEach(read.data.alerts, {
    shape: notified,
    base: "/alerts",
    signalOf: (alert) => {
      const isOver = alert.status === "resolved";
      // What fires has an end that means nothing: 0001-01-01.
      const one = isOver ? alert : { ...alert, endsAt: null };
      return listedSignal(one, settings, isOver ? "resolve" : "trigger");
    },
  });
}
