import type { HeaderKinds } from "../model/header-kinds.ts";
import { type HeadFault, readRequestHead, type RequestHead } from "../model/request-head.ts";
import type { ClientRequest } from "./client-request.ts";

const VERSION: HeadFault = {
  status: 400,
  code: "request.version",
  detail: "Only HTTP/1.1 and HTTP/1.0 are spoken here. The connection is closed.",
};
const OLD_CODING: HeadFault = {
  status: 400,
  code: "request.framing",
  detail: "A request of HTTP/1.0 cannot have a Transfer-Encoding. The connection is closed.",
};

/** Reads the head of what llhttp let through, or says why it cannot be read in one way only. */
export function readHead(
  { httpVersionMajor, httpVersionMinor, rawHeaders }: ClientRequest,
  kinds: HeaderKinds,
): RequestHead | HeadFault {
  if (httpVersionMajor !== 1) return VERSION;
  const head = readRequestHead(rawHeaders, kinds);
  return !("code" in head) && head.body === "chunked" && httpVersionMinor === 0 ? OLD_CODING : head;
}
