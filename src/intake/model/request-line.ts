import { loggedText } from "./logged-text.ts";
import type { Dropped } from "./record.ts";
import { requestOf } from "./request-path.ts";

const REQUEST_LINE = /^([^ ]+) (.*) HTTP\/\d(?:\.\d)?$/s;
/** HTTP/0.9 has no version, and its target no space. */
const SIMPLE_REQUEST = /^([^ ]+) ([^ ]+)$/;
/** Origin form, absolute form, "*" (OPTIONS), or nothing but a query, which stands for "/". */
const TARGET = /^(?:[/?#]|\*$|$|[A-Za-z][A-Za-z0-9+.-]*:\/\/)/;

/**
 * What a logged request line asks for, in the Latin-1 of text formats. Where it is no request ("-", TLS bytes on a
 * plain port, a cut line) the server has answered 400 itself: the record is kept with UNPARSABLE as its operation.
 * A method or path that is not UTF-8 is a drop; in garbage it is not, since nothing is read from it.
 */
export function parseRequestLine(logged: string): ReturnType<typeof requestOf> | Dropped {
  const [, method, target] = REQUEST_LINE.exec(logged) ?? SIMPLE_REQUEST.exec(logged) ?? [];
  if (method === undefined || target === undefined) return requestOf(undefined, undefined);
  if (method !== "CONNECT" && !TARGET.test(target)) return requestOf(undefined, undefined);
  const request = requestOf(method, target);
  if (!("path" in request)) return request;
  const path = loggedText(request.path);
  if (path === undefined) return { drop: "encoding", detail: "the path of the request is not valid UTF-8" };
  return { method, path };
}
