import { isoText } from "#kernel";
import type { StoryRecord } from "../model/generate.ts";

/** Plimsoll's own record format, with nothing lost. */
export function ndjsonLine(record: StoryRecord): string {
  const { at, api, method, path, status, durationUs, client, requestBytes, responseBytes, requestId } = record;
  return (
    `{"at":"${isoText(at)}","api":"${api}","method":"${method}","path":"${path}","status":${status},` +
    `"durationMs":${durationUs / 1_000},"client":"${client.name}","requestBytes":${requestBytes},` +
    `"responseBytes":${responseBytes},"requestId":"${requestId}","ip":"${client.ip}","userAgent":"${client.userAgent}"}`
  );
}
