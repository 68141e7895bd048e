import { isoText } from "#kernel";
import type { LiveRecord } from "../model/live-records.ts";

/** A record of a live story in Plimsoll's own format, with all that a gateway would know. */
export function liveLine(record: LiveRecord): string {
  const { at, api, operation, method, path, status, durationUs, client, release, outcome, traceId } = record;
  const ended = outcome === "" ? "" : `"outcome":"${outcome}",`;
  return (
    `{"at":"${isoText(at)}","api":"${api}","operation":"${operation}","method":"${method}","path":"${path}",` +
    `"status":${status},${ended}"durationMs":${durationUs / 1_000},"client":"${client.name}","plan":"${client.plan}",` +
    `"version":"${client.version}","release":"${release}","region":"${client.region}",` +
    `"requestBytes":${record.requestBytes},"responseBytes":${record.responseBytes},"traceId":"${traceId}"}`
  );
}
