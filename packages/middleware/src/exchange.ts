import type { IncomingHttpHeaders } from "node:http";
import type { AskedRequest } from "./options.ts";

/** How a request ended. */
export interface Ended {
  /** 0: it was not answered. */
  readonly status: number;
  /** The client went away before the whole answer was out. */
  readonly aborted: boolean;
  /** The route that the framework has matched. */
  readonly route: string | undefined;
  /** What the header of the answer says of its size. */
  readonly responseBytes: unknown;
}

/** What is kept of a request from its beginning to its end: one small object. */
export class Exchange {
  /** Epoch ms. */
  readonly at = Date.now();
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string | undefined;
  readonly #raw: unknown;
  readonly #from = performance.now();

  constructor({ method, url, headers, ip }: Pick<Exchange, "method" | "url" | "headers" | "ip">, raw: unknown) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.ip = ip;
    this.#raw = raw;
  }

  /** Until now, ms. */
  lasted(): number {
    return performance.now() - this.#from;
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** For the functions of the host. */
  asked(): AskedRequest {
    return { method: this.method, url: this.url, header: (name) => this.header(name), raw: this.#raw };
  }
}
