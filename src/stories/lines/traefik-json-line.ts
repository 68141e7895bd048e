import { isoText } from "#kernel";
import type { StoryRecord } from "../model/generate.ts";
import { isoTimeMicros } from "./line-time.ts";

/** Traefik's JSON access log, with its header fields kept. Durations in ns. */
export function traefikJsonLine(record: StoryRecord): string {
  const { at, api, method, path, status, durationUs, client, host, requestBytes, responseBytes } = record;
  return (
    `{"ClientAddr":"${client.ip}:40000","ClientHost":"${client.ip}","ClientPort":"40000",` +
    `"ClientUsername":"${client.name}","DownstreamContentSize":${responseBytes},"DownstreamStatus":${status},` +
    `"Duration":${durationUs}000,"OriginStatus":${status},"RequestContentSize":${requestBytes},` +
    `"RequestHost":"${host}","RequestMethod":"${method}","RequestPath":"${path}","RequestProtocol":"HTTP/1.1",` +
    `"RouterName":"${api}@file","StartUTC":"${isoText(at)}","entryPointName":"web","level":"info","msg":"",` +
    `"request_User-Agent":"${client.userAgent}","request_X-Api-Key":"${client.key}",` +
    `"time":"${isoTimeMicros(at * 1_000 + durationUs)}"}`
  );
}
