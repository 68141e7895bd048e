import type { Asked } from "../model/access.ts";
import type { ClientRequest } from "./client-request.ts";
import { headerOf } from "./header-of.ts";

/** What is asked of `Access`: as little as possible is made before somebody wants it. */
export class AskedRequest implements Asked {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly ip: string;
  readonly at: number;
  readonly header: (name: string) => string | undefined;

  constructor(request: ClientRequest, told: { host: string; path: string; query: string; ip: string; at: number }) {
    this.method = request.method ?? "";
    this.host = told.host;
    this.path = told.path;
    this.query = told.query;
    this.ip = told.ip;
    this.at = told.at;
    this.header = (name) => headerOf(request.rawHeaders, name);
  }
}
