import { DAY_MS, durationText, HOUR_MS, MINUTE_MS } from "#kernel";

/** A length that OpenSLO can say: its shortest unit is a minute, so others are rounded up, and `exact` says what they are. */
export function shorthandOf(ms: number): { readonly text: string; readonly exact: string | undefined } {
  const rounded = Math.ceil(ms / MINUTE_MS) * MINUTE_MS;
  return { text: wholeText(rounded), exact: rounded === ms ? undefined : durationText(ms) };
}

function wholeText(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${ms / MINUTE_MS}m`;
}
