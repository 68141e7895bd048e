import type { SignalMapping } from "../model/signal-mapping.ts";
import type { Signal, SignalFormat } from "../model/signal.ts";

/** What the reading of a body has to know of its source. */
export interface SignalSourceSettings {
  readonly format: SignalFormat;
  /** Of the format "generic" only. */
  readonly mapping: SignalMapping | null;
  /** Added where a signal does not have them. They are no part of a fingerprint. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of a signal that says nothing of it. */
  readonly urgency: Signal["urgency"];
}
