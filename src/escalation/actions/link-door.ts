import type { IncomingMessage, ServerResponse } from "node:http";
import { Attempts } from "#identity";
import { MINUTE_MS } from "#kernel";
import { actByLink, type FollowedLink, type LinkAnswer, showLink } from "./act-by-link.ts";
import { linkPage } from "./link-page.ts";
import type { EscalationPorts } from "./ports.ts";

/** Where links in messages lead. */
export const LINKS_PATH = "/act/";

/** Links that were not made here, from one address in a minute; whoever tries more is guessing. */
const FORGED_MAX = 30;
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
} as const;

/** Answers a request behind `/act/`. */
export type LinkHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Links in messages: GET and HEAD show, POST acts, without a session, for the link is the proof. Scanners of mail follow
 * each link, so following changes nothing.
 */
export function linkDoor(ports: EscalationPorts): LinkHandler {
  const forged = new Attempts({ max: FORGED_MAX, windowMs: MINUTE_MS });
  return (request, response) => {
    // Its body is of no interest: the link says all.
    request.resume();
    answered(request, { ports, forged }).then(
      ({ status, page }) => response.writeHead(status, HEADERS).end(linkPage(page).text),
      (fault: unknown) => {
        ports.alarm(`a link in a message could not be answered: ${String(fault)}`);
        const sentences = ["Nothing was changed. Try it again in a moment."];
        response.writeHead(503, HEADERS).end(linkPage({ title: "This did not work", sentences }).text);
      },
    );
  };
}

async function answered(
  request: IncomingMessage,
  { ports, forged }: { readonly ports: EscalationPorts; readonly forged: Attempts },
): Promise<LinkAnswer> {
  const now = ports.clock.now();
  const address = request.socket.remoteAddress ?? "";
  if (forged.fullUntil(address, now) !== undefined) {
    const sentences = ["Too many links from here were not ours. Wait a minute, then follow it again."];
    return { status: 429, page: { title: "Too many tries", sentences } };
  }
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const followed = { now, address, via: searchParams.get("via") };
  const answer = await byMethod(request.method, { token: pathname.slice(LINKS_PATH.length), followed }, ports);
  if (answer.isForged === true) forged.take(address, now);
  return answer;
}

async function byMethod(
  method: string | undefined,
  { token, followed }: { readonly token: string; readonly followed: FollowedLink },
  ports: EscalationPorts,
): Promise<LinkAnswer> {
  if (method === "GET" || method === "HEAD") return await showLink(token, followed.now, ports);
  if (method === "POST") return await actByLink(token, followed, ports);
  return { status: 405, page: { title: "Use GET or POST", sentences: [] } };
}
