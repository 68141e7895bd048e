import type { Admitted } from "../model/access.ts";
import { traceOf } from "../model/trace-of.ts";
import type { TargetAddress } from "../upstream/target-address.ts";
import type { Peer } from "./peer.ts";
import type { ReadRequest } from "./read-request.ts";

/** What a request to an upstream is made of. */
export interface Forwarded {
  readonly read: ReadRequest;
  readonly verdict: Admitted;
  readonly peer: Peer;
  /** 16 hexadecimal digits: where a trace begins here. */
  readonly newSpan: () => string;
}

/** The head of a request to an upstream, up to the lines that say how its body comes and the empty one. */
export function upstreamHead({ read, verdict, peer, newSpan }: Forwarded, address: TargetAddress): string {
  const { asked, head, search, requestId, traceId } = read;
  const { basePath, authority } = address;
  const traceparent = traceOf(head.traceparent) === undefined ? `00-${traceId}-${newSpan()}-01` : head.traceparent;
  return `${asked.method} ${targetPath(basePath, verdict.forwardPath)}${search} HTTP/1.1\r\nHost: ${authority}\r\n${head.passed}${peer.forwardedLines(head)}Via: 1.1 plimsoll\r\nX-Request-Id: ${requestId}\r\ntraceparent: ${traceparent}\r\n${identityLines(verdict)}`;
}

/** Always all of them, also empty ones: what is not set could be set by somebody else on the way. */
function identityLines({ api, version, client, clientId, organisation, plan }: Admitted): string {
  return `X-Plimsoll-Api: ${api}\r\nX-Plimsoll-Version: ${version ?? ""}\r\nX-Plimsoll-Client: ${client ?? ""}\r\nX-Plimsoll-Client-Id: ${clientId ?? ""}\r\nX-Plimsoll-Organisation: ${organisation ?? ""}\r\nX-Plimsoll-Plan: ${plan ?? ""}\r\n`;
}

function targetPath(basePath: string, path: string): string {
  return path.startsWith("/") ? `${basePath}${path}` : `${basePath}/${path}`;
}
