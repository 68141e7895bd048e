import type { Signal } from "#signals";
import type { SignalSource } from "./signal-source.ts";

/** A signal of a disk that is full, with what a test says otherwise. */
export function signal(more: Partial<Signal> = {}): Signal {
  return {
    action: "trigger",
    dedupKey: "disk",
    labels: { alertname: "DiskFull", instance: "db-1" },
    annotations: { summary: "Disk full" },
    startsAt: null,
    endsAt: null,
    urgency: "page",
    title: "DiskFull",
    text: "Disk full",
    ...more,
  };
}

/** A source whose alerts end only when it says so, unless a test says otherwise. */
export function signalSource(more: Partial<SignalSource> = {}): SignalSource {
  return {
    name: "monitor",
    title: "Monitor",
    format: "alertmanager",
    mapping: null,
    labels: {},
    urgency: "page",
    lapseMs: null,
    createdAt: 1,
    revision: 1,
    ...more,
  };
}
