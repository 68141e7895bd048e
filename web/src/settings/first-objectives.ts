/** Objectives to begin with: availability for all and for each client. */
export function firstObjectives(api: string): string {
  return [
    "zone: UTC",
    "apis:",
    `  ${api}:`,
    "    window: 30 days",
    "    perClient: true",
    "    objectives:",
    "      availability: 99.9%",
    "      latency: 99% within 300ms",
    "",
  ].join("\n");
}
