import { MINUTE_MS } from "#kernel";
import type { SignalFormat, SignalSourceSettings } from "#signals";

/** A system that says when something is wrong, and how it is understood. */
export interface SignalSource extends SignalSourceSettings {
  readonly name: string;
  readonly title: string;
  /** After so long without another word of its source an alert lapses, ms; null: it never ends by itself. An end that the source names goes first. */
  readonly lapseMs: number | null;
  /** Null for one that need not be made. */
  readonly createdAt: number | null;
  /** Counts changes, from 1; 0 for one that need not be made. */
  readonly revision: number;
}

/** Sources of one house. */
export const SIGNAL_SOURCES_MAX = 100;

/** What an Alertmanager takes for the end of an alert that names none (its resolve_timeout). */
const RESOLVE_TIMEOUT_MS = 5 * MINUTE_MS;

/** Sources that are there without being made, by what sends to them. Making one of this name takes its place. */
export const READY_SOURCES: readonly SignalSource[] = [
  ready("prometheus", "Prometheus", RESOLVE_TIMEOUT_MS),
  ready("alertmanager", "Alertmanager", null),
  ready("pagerduty", "PagerDuty events", null),
];

function ready(name: SignalFormat, title: string, lapseMs: number | null): SignalSource {
  return {
    name,
    title,
    format: name,
    mapping: null,
    labels: {},
    urgency: "page",
    lapseMs,
    createdAt: null,
    revision: 0,
  };
}
