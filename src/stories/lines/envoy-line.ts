import { isoText } from "#kernel";
import type { StoryRecord } from "../model/generate.ts";
import { wholeMs } from "./line-time.ts";

/** Envoy's default access log. The time is the start; durations in whole ms. No answer is status 0 with flag UC. */
export function envoyLine(record: StoryRecord): string {
  const { at, method, path, status, durationUs, client, host, requestBytes, responseBytes, requestId } = record;
  const ms = wholeMs(durationUs);
  const flags = status === 0 ? "UC" : "-";
  return (
    `[${isoText(at)}] "${method} ${path} HTTP/1.1" ${status} ${flags} ${requestBytes} ${responseBytes} ${ms} ` +
    `${status === 0 ? "-" : ms} "${client.ip}" "${client.userAgent}" "${requestId}" "${host}" "10.9.0.1:8080"`
  );
}
