import type { StoryRecord } from "../model/generate.ts";
import { clfTime, wholeMs } from "./line-time.ts";

/** Common log format: the client's name as user, the start in whole seconds. No answer is status 000. */
export function commonLine(record: StoryRecord): string {
  const { client, at, method, path, status, responseBytes } = record;
  const bytes = responseBytes === 0 ? "-" : responseBytes;
  return `${client.ip} - ${client.name} [${clfTime(at)} +0000] "${method} ${path} HTTP/1.1" ${statusText(status)} ${bytes}`;
}

/** Combined log format: common, then referer (never any) and user agent. */
export function combinedLine(record: StoryRecord): string {
  return `${commonLine(record)} "-" "${record.client.userAgent}"`;
}

/** Traefik's CLF: combined, then request count, router, server and the duration in whole ms. */
export function traefikClfLine(record: StoryRecord): string {
  const { api, durationUs } = record;
  return `${combinedLine(record)} 1 "${api}@file" "http://10.9.0.1:8080" ${wholeMs(durationUs)}ms`;
}

function statusText(status: number): string {
  return status === 0 ? "000" : String(status);
}
