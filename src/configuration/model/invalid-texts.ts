import { Refusal, type RefusalFault } from "#kernel";

const FAULTS_SHOWN_MAX = 50;

/** Refuses texts with the first fifty of what is wrong, a line each, and how many more there are. */
export function invalidTexts(
  lines: readonly string[],
  {
    code = "configuration.invalid",
    faults,
  }: { readonly code?: string; readonly faults?: readonly RefusalFault[] } = {},
): Refusal {
  const more = lines.length - FAULTS_SHOWN_MAX;
  const shown = [...lines.slice(0, FAULTS_SHOWN_MAX), ...(more > 0 ? [`and ${more} more`] : [])];
  const params = faults === undefined ? {} : { faults: faults.slice(0, FAULTS_SHOWN_MAX) };
  return new Refusal("invalid", code, shown.join("\n"), params);
}
