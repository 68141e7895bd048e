import { isoText } from "#kernel";
import type { StoryRecord } from "../model/generate.ts";
import { wholeMs } from "./line-time.ts";

/** nginx with the `log_format … escape=json` of the manual. The time is the end; durations in whole ms. */
export function nginxJsonLine(record: StoryRecord): string {
  const { at, method, path, status, durationUs, client, host, responseBytes, requestId } = record;
  const end = at + wholeMs(durationUs);
  const seconds = (wholeMs(durationUs) / 1_000).toFixed(3);
  return (
    `{"time_iso8601":"${isoText(end).slice(0, 19)}+00:00","msec":"${(end / 1_000).toFixed(3)}",` +
    `"remote_addr":"${client.ip}","remote_user":"${client.name}","request_method":"${method}","request_uri":"${path}",` +
    `"status":"${String(status).padStart(3, "0")}","request_time":"${seconds}","upstream_response_time":"${seconds}",` +
    `"bytes_sent":"${responseBytes}","http_user_agent":"${client.userAgent}","http_x_api_key":"${client.key}",` +
    `"host":"${host}","request_id":"${requestId}"}`
  );
}
