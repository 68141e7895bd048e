const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Epoch ms → "17/May/2015:10:05:03", UTC, floored to the second. */
export function clfTime(at: number): string {
  const date = new Date(at);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ""}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** Epoch ms → "2015-05-17T10:05:03.250Z", always with three decimals. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Epoch µs → "2015-05-17T10:05:03.250123Z". */
export function isoTimeMicros(atUs: number): string {
  const ms = Math.floor(atUs / 1_000);
  return `${isoTime(ms).slice(0, -1)}${String(atUs - ms * 1_000).padStart(3, "0")}Z`;
}

/** µs → whole ms, half up, as servers that log milliseconds do. */
export function wholeMs(durationUs: number): number {
  return Math.round(durationUs / 1_000);
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
