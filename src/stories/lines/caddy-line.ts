import type { StoryRecord } from "../model/generate.ts";

/** Caddy 2's JSON access log. `ts` is the end, in seconds with µs; the duration in seconds. */
export function caddyLine(record: StoryRecord): string {
  const { at, method, path, status, durationUs, client, host, requestBytes, responseBytes } = record;
  const headers = `{"User-Agent":["${client.userAgent}"],"X-Api-Key":["${client.key}"]}`;
  const request =
    `{"remote_ip":"${client.ip}","remote_port":"40000","client_ip":"${client.ip}","proto":"HTTP/1.1",` +
    `"method":"${method}","host":"${host}","uri":"${path}","headers":${headers}}`;
  return (
    `{"level":"info","ts":${(at * 1_000 + durationUs) / 1_000_000},"logger":"http.log.access","msg":"handled request",` +
    `"request":${request},"bytes_read":${requestBytes},"user_id":"${client.name}",` +
    `"duration":${(durationUs / 1_000_000).toFixed(6)},"size":${responseBytes},"status":${status},"resp_headers":{}}`
  );
}
