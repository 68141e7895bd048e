/** Ways in which other systems say that something is wrong. */
export const SIGNAL_FORMATS = ["prometheus", "alertmanager", "pagerduty", "grafana", "cloudevents", "generic"] as const;

/** One of them. */
export type SignalFormat = (typeof SIGNAL_FORMATS)[number];

/** What a signal wants: an alert to be open, to be known as seen by somebody, or to be over. */
export type SignalAction = "trigger" | "acknowledge" | "resolve";

/** What another system said of one thing, whatever its format was. */
export interface Signal {
  readonly action: SignalAction;
  /** By which its source knows the thing again; at most one alert of a source is open for a key. */
  readonly dedupKey: string;
  readonly labels: Readonly<Record<string, string>>;
  /** For people: a summary, a runbook. `url` leads back to the source, where it says so. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Since when, epoch ms; null: not said. */
  readonly startsAt: number | null;
  /** Until when, epoch ms: in the past, when it ended; in the future, when it ends unless it is said again; null: not said. */
  readonly endsAt: number | null;
  readonly urgency: "page" | "ticket";
  /** What the thing is called, at most 200 letters. */
  readonly title: string;
  /** What is wrong, as the source says it. */
  readonly text: string;
}

/** What a body said, and what of it cannot be taken; the rest is taken. */
export interface SignalsReading {
  readonly signals: readonly Signal[];
  /** With JSON Pointers. Empty: all of it is well. */
  readonly faults: readonly SignalFault[];
}

/** What is wrong with a part of a body. */
export interface SignalFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Of the body of a request with signals, bytes. */
export const SIGNAL_BYTES_MAX = 5 * 1_024 * 1_024;
/** In one body. */
export const SIGNALS_MAX = 20_000;
/** Of one signal. */
export const LABELS_MAX = 64;
/** Letters. */
export const LABEL_NAME_MAX = 200;
export const LABEL_VALUE_MAX = 1_024;
/** Longer ones are cut: no alert is lost for a long description. */
export const ANNOTATION_MAX = 4_096;
export const TITLE_MAX = 200;
export const KEY_MAX = 512;
/** Faults that are told of one body. */
export const FAULTS_MAX = 50;
