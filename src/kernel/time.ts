/** Durations in milliseconds. Instants are integer epoch milliseconds everywhere; intervals are half-open. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A half-open interval of instants: `from` belongs to it, `to` does not. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The greatest multiple of `step` that is not after `instant` (steps align to the UTC epoch). */
export function floorTo(instant: number, step: number): number {
  return Math.floor(instant / step) * step;
}

/** The least multiple of `step` that is not before `instant`. */
export function ceilTo(instant: number, step: number): number {
  return Math.ceil(instant / step) * step;
}

/** RFC 3339 in UTC with Z; milliseconds only where there are any. */
export function instantText(instant: number): string {
  return isoText(instant).replace(".000Z", "Z");
}

/** RFC 3339 in UTC with Z, always with three decimals: fields stand at fixed places. */
export function isoText(instant: number): string {
  return new Date(instant).toISOString();
}

/** The same of an instant that there may not be. */
export function isoTextOrNull(instant: number | null): string | null {
  return instant === null ? null : isoText(instant);
}

/** "Tue, 30 Jun 2026 00:00:00 GMT": how HTTP writes an instant (epoch ms), to the second below. */
export function httpDateText(instant: number): string {
  return new Date(instant).toUTCString();
}

/** For a library that wants an object. */
export function dateOf(instant: number): Date {
  return new Date(instant);
}
