/** What other systems say is wrong, whatever form they say it in. Nothing is kept here. What it knows is in README.md. */
export { readSignals } from "./grammar/read-signals.ts";
export type { SignalSourceSettings } from "./grammar/signal-source-settings.ts";
export {
  LABEL_NAME_MAX,
  type Signal,
  SIGNAL_BYTES_MAX,
  SIGNAL_FORMATS,
  SIGNALS_MAX,
  type SignalAction,
  type SignalFormat,
  type SignalsReading,
} from "./model/signal.ts";
