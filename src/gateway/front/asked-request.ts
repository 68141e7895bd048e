import type { IncomingMessage } from "node:http";
import type { Asked } from "../model/access.ts";

/** What is asked of `Access`: as little as possible is made before somebody wants it. */
export class AskedRequest implements Asked {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly ip: string;
  readonly at: number;
  readonly header: (name: string) => string | undefined;

  constructor(request: IncomingMessage, told: { host: string; path: string; query: string; ip: string; at: number }) {
    this.method = request.method ?? "";
    this.host = told.host;
    this.path = told.path;
    this.query = told.query;
    this.ip = told.ip;
    this.at = told.at;
    this.header = (name) => headerOf(request.rawHeaders, name);
  }
}

/** A look through the list is cheaper than an object of all headers, for the one or two that are wanted. */
function headerOf(raw: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const sent = raw[at] as string;
    if (sent.length !== name.length || (sent !== name && sent.toLowerCase() !== name)) continue;
    const value = raw[at + 1] as string;
    found = found === undefined ? value : `${found}, ${value}`;
  }
  return found;
}
