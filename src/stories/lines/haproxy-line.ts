import type { StoryRecord } from "../model/generate.ts";
import { clfTime, wholeMs } from "./line-time.ts";

/** HAProxy's `option httplog`, without the syslog prefix. No answer is status -1. Durations in whole ms. */
export function haproxyLine(record: StoryRecord): string {
  const { at, api, method, path, status, durationUs, client, responseBytes } = record;
  const ms = wholeMs(durationUs);
  const stamp = `${clfTime(at)}.${String(at % 1_000).padStart(3, "0")}`;
  const answer = status === 0 ? `0/0/0/-1/${ms} -1` : `0/0/0/${ms}/${ms} ${status}`;
  const termination = status === 0 ? "SH--" : "----";
  return (
    `${client.ip}:40000 [${stamp}] www ${api}/app1 ${answer} ${responseBytes} - - ${termination} ` +
    `1/1/0/0/0 0/0 "${method} ${path} HTTP/1.1"`
  );
}
