import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "#kernel";
import { headerOf } from "../front/header-of.ts";
import { readHead } from "../front/read-head.ts";
import type { Access, Verdict } from "../model/access.ts";
import { denial, nobodys } from "../model/denial.ts";
import { HeaderKinds } from "../model/header-kinds.ts";
import { type AuthAnswer, authAnswer, BROKEN, UNSAID } from "./auth-answer.ts";
import { type AuthRequest, originalRequest } from "./original-request.ts";

/** For proxies that know 401 and 403 only. */
const NGINX_PATH = "/auth/nginx";

/** What forward-auth stands on. */
export interface ForwardAuthParts {
  readonly access: Access;
  readonly clock: Clock;
  /** Told of what went wrong on our side. */
  readonly report: (fault: unknown) => void;
}

/** Tells proxies whether a request may pass: `/auth`, `/auth/envoy/…` and `/auth/nginx`. It reads no body. */
export class ForwardAuth {
  readonly #parts: ForwardAuthParts;
  readonly #kinds = new HeaderKinds();

  constructor(parts: ForwardAuthParts) {
    this.#parts = parts;
  }

  /** What a request is answered; `ip`: of the proxy. Never throws or rejects. */
  answer(request: AuthRequest, ip: string): AuthAnswer | Promise<AuthAnswer> {
    try {
      const verdict = this.#decide(request, ip);
      if (verdict === "unsaid") return UNSAID;
      const mapped = isMapped(request.url);
      if (!(verdict instanceof Promise)) return authAnswer(verdict, mapped);
      return verdict.then(
        (decided) => authAnswer(decided, mapped),
        (fault: unknown) => this.#failed(fault),
      );
    } catch (fault) {
      return this.#failed(fault);
    }
  }

  /** The same for a request that `node:http` has read. What could be read in two ways is refused, and its connection closed. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "", rawHeaders, socket } = request;
    response.sendDate = false;
    const head = readHead(request, this.#kinds);
    if ("code" in head) {
      response.shouldKeepAlive = false;
      const refused = nobodys({ ...head, outcome: "forbidden", headers: [] });
      return send(response, authAnswer(refused, isMapped(url)));
    }
    const header = (name: string): string | undefined => headerOf(rawHeaders, name);
    const answer = this.answer({ method, url, host: head.host, header }, socket.remoteAddress ?? "");
    if (answer instanceof Promise) void answer.then((decided) => send(response, decided));
    else send(response, answer);
  }

  #decide(request: AuthRequest, ip: string): Verdict | Promise<Verdict> | "unsaid" {
    const original = originalRequest(request);
    if (original === "unsaid") return original;
    if (original === "contradictory") return nobodys(CONTRADICTORY);
    const { method, host, path, query } = original;
    const header = (name: string): string | undefined => request.header(name);
    const at = this.#parts.clock.now();
    return this.#parts.access.decide({ method, host, path, query, header, ip, at });
  }

  #failed(fault: unknown): AuthAnswer {
    this.#parts.report(fault);
    return BROKEN;
  }
}

const CONTRADICTORY = denial(
  "request.contradictory",
  "X-Original-URI, -Method and -Host say another request than X-Forwarded-Uri, -Method and -Host. Send one of them; let your proxy remove the others.",
);

function isMapped(url: string): boolean {
  return url.startsWith(NGINX_PATH);
}

function send(response: ServerResponse, { status, lines, body }: AuthAnswer): void {
  response.writeHead(status, [...flatOf(lines), "Content-Length", String(Buffer.byteLength(body))]);
  response.end(body);
}

/** Names and values of header lines. */
function flatOf(lines: string): string[] {
  return lines
    .split("\r\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 2)];
    });
}
