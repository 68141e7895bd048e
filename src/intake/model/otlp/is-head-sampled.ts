const OT = /(?:^|,)[ \t]*ot=([^,]*)/;

/**
 * Whether a trace state says that only a part of all traces was begun: OpenTelemetry's `ot=th:…` with a threshold other
 * than 0 (every trace), or `ot=p:…` of earlier drafts. Requests that were left out are seen by nobody, so counts of such
 * spans are lower than the truth.
 */
export function isHeadSampled(traceState: string): boolean {
  const told = OT.exec(traceState)?.[1] ?? "";
  return told.split(";").some((part) => {
    const [name, value = ""] = part.trim().split(":");
    if (name === "th") return /^[0-9a-f]+$/.test(value) && /[^0]/.test(value);
    return name === "p" && /^[1-9]\d?$/.test(value);
  });
}
