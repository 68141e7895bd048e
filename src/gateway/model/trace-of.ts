const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;
const NO_TRACE = "00000000000000000000000000000000";
const NO_SPAN = "0000000000000000";

/** The trace that a `traceparent` (W3C Trace Context) names; undefined when it is none: then a new one begins. */
export function traceOf(traceparent: string): string | undefined {
  if (traceparent === "") return undefined;
  const match = TRACEPARENT.exec(traceparent);
  const trace = match?.[1];
  return trace === undefined || trace === NO_TRACE || match?.[2] === NO_SPAN ? undefined : trace;
}
