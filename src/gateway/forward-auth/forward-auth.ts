import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "#kernel";
import type { Access, Verdict } from "../model/access.ts";
import { authAnswer } from "./auth-answer.ts";
import { originalRequest } from "./original-request.ts";

/** For proxies that know 401 and 403 only. */
const NGINX_PATH = "/auth/nginx";

/** What forward-auth stands on. */
export interface ForwardAuthParts {
  readonly access: Access;
  readonly clock: Clock;
  /** Told of what went wrong on our side. */
  readonly report: (fault: unknown) => void;
}

/** Answers proxies whether a request may pass: `/auth`, `/auth/envoy/…` and `/auth/nginx`. It reads no body. */
export class ForwardAuth {
  readonly #parts: ForwardAuthParts;

  constructor(parts: ForwardAuthParts) {
    this.#parts = parts;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url = "/", headers } = request;
    const mapped = url.startsWith(NGINX_PATH);
    response.sendDate = false;
    const original = originalRequest({ method, url, headers });
    if (original === undefined) return undetermined(response);
    const verdict = this.#parts.access.decide({
      ...original,
      header: (name) => joined(headers[name]),
      ip: request.socket.remoteAddress ?? "",
      at: this.#parts.clock.now(),
    });
    if (!(verdict instanceof Promise)) return send(response, verdict, mapped);
    verdict.then(
      (decided) => send(response, decided, mapped),
      (fault: unknown) => {
        this.#parts.report(fault);
        response.writeHead(500).end();
      },
    );
  }
}

function send(response: ServerResponse, verdict: Verdict, mapped: boolean): void {
  const { status, headers, body } = authAnswer(verdict, mapped);
  response.writeHead(status, [...headers, "Content-Length", String(Buffer.byteLength(body))]);
  response.end(body);
}

/** A proxy that does not say which request it asks about is not set up as the manual says: its people must see that. */
function undetermined(response: ServerResponse): void {
  const detail =
    "Which request this is about was not said. Send X-Original-Method, -URI and -Host, or X-Forwarded-Method, -Uri and -Host: `plimsoll gateway config` writes it.";
  response.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(`${detail}\n`);
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
