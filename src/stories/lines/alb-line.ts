import type { StoryRecord } from "../model/generate.ts";
import { isoTimeMicros, wholeMs } from "./line-time.ts";

/** An access log entry of an AWS Application Load Balancer. The time is the end; durations in whole ms. */
export function albLine(record: StoryRecord): string {
  const { at, api, method, path, status, durationUs, client, host, requestBytes, responseBytes, requestId } = record;
  const ms = wholeMs(durationUs);
  const code = status === 0 ? "-" : status;
  return (
    `https ${isoTimeMicros((at + ms) * 1_000)} app/${api}/0123456789abcdef ${client.ip}:40000 10.9.0.1:8080 ` +
    `0.000 ${(ms / 1_000).toFixed(3)} 0.000 ${code} ${code} ${requestBytes} ${responseBytes} ` +
    `"${method} https://${host}:443${path} HTTP/1.1" "${client.userAgent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ` +
    `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${api}/0123456789abcdef ` +
    `"Root=1-${requestId.slice(0, 8)}-${requestId}" "${host}" "arn:aws:acm:eu-central-1:123456789012:certificate/example" ` +
    `0 ${isoTimeMicros(at * 1_000)} "forward" "-" "-" "10.9.0.1:8080" "${code}" "-" "-"`
  );
}
