import { type Logger, pino } from "pino";

const STDERR = 2;

/** What a server says of its own faults: JSON lines on standard error. */
export function serverLog(): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: STDERR, sync: true }));
}
