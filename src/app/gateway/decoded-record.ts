import type { GatewayRecord } from "#gateway";
import type { DirectRecords } from "#intake";

type Decoded = Parameters<DirectRecords["add"]>[0];
type Made = { -readonly [Field in keyof Decoded]: Decoded[Field] };

/** A record of the gateway as intake takes it. Written out: a copy by `...` costs several times as much, on each request. */
export function decodedRecord(record: GatewayRecord): Decoded {
  const made: Made = {
    at: record.at,
    api: record.api,
    environment: record.environment,
    method: record.method,
    path: record.path,
    status: record.status,
    durationUs: record.durationUs,
    responseBytes: record.responseBytes,
    outcome: record.outcome,
    traceId: record.traceId,
    requestId: record.requestId,
  };
  if (record.upstreamUs !== null) made.upstreamUs = record.upstreamUs;
  if (record.version !== null) made.version = record.version;
  if (record.client !== null) made.client = record.client;
  if (record.plan !== null) made.plan = record.plan;
  if (record.userAgent !== "") made.userAgent = record.userAgent;
  if (record.ip !== "") made.ip = record.ip;
  return made;
}
