import { type Logger, pino } from "pino";

/** What the server says while it runs: JSON lines for programs, or for a person at a terminal short sentences. */
export function serverLog(isTerminal: boolean): Logger {
  return isTerminal
    ? pino({ base: null, level: "warn" })
    : pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, level: "info" });
}
