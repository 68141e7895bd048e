import { scaledDecimal } from "./decimal.ts";

const GO_DURATION = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)(s|ms|µs|μs|us|ns))?$/;

/** Decimal places from a unit to µs. */
const PLACES: Readonly<Record<string, number>> = { s: 6, ms: 3, µs: 0, μs: 0, us: 0, ns: -3 };

/** A duration as Go prints it ("1.2ms", "1m30.5s", "0s", "350µs") in integer µs, half up; undefined for other text. */
export function parseGoDurationUs(text: string): number | undefined {
  const match = GO_DURATION.exec(text);
  if (match === null || text === "") return undefined;
  const [, hours = "0", minutes = "0", rest = "0", unit = "s"] = match;
  const restUs = scaledDecimal(rest, PLACES[unit] ?? 0);
  if (restUs === undefined) return undefined;
  const us = (Number(hours) * 60 + Number(minutes)) * 60_000_000 + restUs;
  return Number.isSafeInteger(us) ? us : undefined;
}
