import type { IncomingMessage } from "node:http";

/** A request of a client as the way to its upstream sees it: one of `node:http`, or a plain one. */
export interface ClientRequest extends Pick<
  IncomingMessage,
  "method" | "url" | "httpVersionMajor" | "httpVersionMinor" | "rawHeaders"
> {
  readonly socket: { destroy(): unknown };
}
