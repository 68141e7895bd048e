import { isoText } from "#kernel";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Epoch ms → "17/May/2015:10:05:03", UTC, floored to the second. */
export function clfTime(at: number): string {
  const iso = isoText(at);
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? "";
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)}`;
}

/** Epoch µs → "2015-05-17T10:05:03.250123Z". */
export function isoTimeMicros(atUs: number): string {
  const ms = Math.floor(atUs / 1_000);
  return `${isoText(ms).slice(0, -1)}${String(atUs - ms * 1_000).padStart(3, "0")}Z`;
}

/** µs → whole ms, half up, as servers that log milliseconds do. */
export function wholeMs(durationUs: number): number {
  return Math.round(durationUs / 1_000);
}
