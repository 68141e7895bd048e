import type { Asked } from "../model/access.ts";
import { ambiguityOf } from "../model/ambiguity-of.ts";
import type { HeadFault, RequestHead } from "../model/request-head.ts";
import { traceOf } from "../model/trace-of.ts";
import { AskedRequest } from "./asked-request.ts";
import type { ClientRequest } from "./client-request.ts";
import type { Gate } from "./gate.ts";
import type { Peer } from "./peer.ts";
import { readHead } from "./read-head.ts";

/** A request that can be read in one way only. */
export interface ReadRequest {
  readonly head: RequestHead;
  readonly asked: Asked;
  /** "?…" as sent; empty without one. */
  readonly search: string;
  /** Of the client: the peer, or whom a trusted proxy names. */
  readonly ip: string;
  readonly requestId: string;
  readonly traceId: string;
}

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;
const QUERY = /^[\x21\x22\x24-\x7e]*$/;

/** Reads what llhttp let through, or says why it cannot be read in one way only. */
export function readRequest(request: ClientRequest, peer: Peer, gate: Gate): ReadRequest | HeadFault {
  const head = readHead(request, gate.kinds);
  if ("code" in head) return head;
  const { url = "" } = request;
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const search = mark < 0 ? "" : url.slice(mark);
  const why = path === "*" ? "does not begin with a slash" : ambiguityOf(path);
  if (why !== undefined) return pathFault(why);
  if (!QUERY.test(search)) return QUERY_FAULT;
  return {
    head,
    search,
    asked: new AskedRequest(request, {
      host: head.host,
      path,
      query: search.slice(1),
      ip: peer.ip,
      at: gate.now(),
    }),
    ip: peer.clientIp(head),
    requestId: requestIdOf(head, peer, gate),
    traceId: traceOf(head.traceparent) ?? gate.hex.take(32),
  };
}

/** An id that the client made would let it pose as another request; a proxy of ours may. */
function requestIdOf(head: RequestHead, peer: Peer, gate: Gate): string {
  return peer.isTrusted && REQUEST_ID.test(head.requestId) ? head.requestId : gate.hex.take(32);
}

const QUERY_FAULT: HeadFault = {
  status: 400,
  code: "request.query",
  detail: "The query has a character that must not stand in a URL (RFC 3986). The request was not forwarded.",
};

/** What some programs resolve, merge or decode and others do not could be counted for one API and be answered by another. */
function pathFault(why: string): HeadFault {
  return {
    status: 400,
    code: "path.ambiguous",
    detail: `The path ${why}, so two programs could read it as two different ones. The request was not forwarded.`,
  };
}
