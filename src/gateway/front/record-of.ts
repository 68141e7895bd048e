import type { Outcome } from "#intake";
import type { Verdict } from "../model/access.ts";
import type { GatewayRecord } from "../model/gateway-record.ts";
import type { ReadRequest } from "./read-request.ts";

/** As other gateways log a client that went before it was answered. */
const ABORTED = 499;
const US_PER_MS = 1_000;

/** What became of an exchange. */
export interface Ended {
  /** Null: nothing was answered. */
  readonly status: number | null;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly upstreamMs: number | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** The record of an exchange, once it is over. Its path is the one that the API knows. */
export function recordOf(read: ReadRequest, verdict: Verdict, ended: Ended): GatewayRecord {
  const { asked, head, ip, requestId, traceId } = read;
  return {
    at: asked.at,
    api: verdict.api ?? "",
    version: verdict.version,
    environment: verdict.environment,
    method: asked.method,
    path: verdict.forwardPath ?? asked.path,
    status: ended.status ?? ABORTED,
    durationUs: Math.round(ended.durationMs * US_PER_MS),
    upstreamUs: ended.upstreamMs === null ? null : Math.round(ended.upstreamMs * US_PER_MS),
    client: verdict.client,
    plan: verdict.plan,
    requestBytes: ended.requestBytes,
    responseBytes: ended.responseBytes,
    traceId,
    requestId,
    outcome: ended.outcome,
    ip,
    userAgent: head.userAgent,
  };
}
