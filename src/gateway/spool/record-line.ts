import { instantText } from "#kernel";
import type { GatewayRecord } from "../model/gateway-record.ts";

/** A record of the gateway as a line of the public record format, with its line feed. */
export function recordLine(record: GatewayRecord): string {
  const { at, durationUs, upstreamUs, version, client, plan, userAgent, requestBytes: _asked, ...same } = record;
  const line = {
    at: instantText(at),
    ...same,
    durationMs: durationUs / 1_000,
    ...(upstreamUs === null ? {} : { upstreamMs: upstreamUs / 1_000 }),
    ...(version === null ? {} : { version }),
    ...(client === null ? {} : { client }),
    ...(plan === null ? {} : { plan }),
    ...(userAgent === "" ? {} : { userAgent }),
  };
  return `${JSON.stringify(line)}\n`;
}
