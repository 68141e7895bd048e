import { after, stopwatchMs } from "#kernel";
import type { Measured, Timing } from "../model/measured.ts";
import { type Asked, REDIRECTS_MAX } from "../model/probe.ts";
import { connection, type Learned, type Places } from "./connection.ts";
import { type Answered, hop, type Sent } from "./hop.ts";
import { ObstacleError, reasonOf } from "./obstacle-error.ts";

type Spent = { -readonly [Name in keyof Omit<Timing, "totalMs">]: number };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks an address once, and tells how it went; it never throws. `at` is when it begins. Redirects are followed when that
 * is asked for, at most five, each looked at as the first address was; to another scheme, host or port none of the given
 * headers goes along, and no body.
 */
export async function measure(asked: Asked, at: number, places: Places): Promise<Measured> {
  const spent: Spent = { lookupMs: 0, connectMs: 0, tlsMs: 0, waitMs: 0 };
  const learned: Learned = { certificateEndsAt: null, address: null };
  const from = stopwatchMs();
  const ending = new AbortController();
  const late = new ObstacleError("timeout", `no whole answer within ${asked.timeoutMs / 1_000} s`);
  const cancel = after(asked.timeoutMs, () => ending.abort(late));
  const work = followed(asked, places, { spent, learned, signal: ending.signal });
  const outcome = await Promise.race([work, abortOf(ending.signal)]).catch((fault: unknown) => fault);
  cancel();
  // Whatever is still open after a time-out ends by the same signal; its own fault is of no interest.
  work.catch(() => undefined);
  const timing = { ...spent, totalMs: stopwatchMs() - from };
  const told = { at, timing, ...learned };
  if (!isAnswer(outcome)) {
    return { ...told, status: 0, headers: {}, body: "", cut: false, obstacle: obstacleOf(outcome) };
  }
  const { status, headers, body, cut } = outcome;
  return { ...told, status, headers, body, cut, obstacle: null };
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

function isAnswer(outcome: unknown): outcome is Answered {
  return typeof outcome === "object" && outcome !== null && "status" in outcome;
}

function obstacleOf(fault: unknown): Measured["obstacle"] {
  if (fault instanceof ObstacleError) return { kind: fault.kind, text: fault.message };
  return { kind: "answer", text: `no answer: ${reasonOf(fault)}` };
}

interface Following {
  readonly spent: Spent;
  readonly learned: Learned;
  readonly signal: AbortSignal;
}

async function followed(asked: Asked, places: Places, { spent, learned, signal }: Following): Promise<Answered> {
  let url = urlOf(asked.url);
  let sent: Sent = {
    method: asked.method,
    headers: asked.headers.map(({ name, value }) => [name, value] as const),
    body: asked.body,
  };
  for (let hops = 0; ; hops++) {
    learned.certificateEndsAt = null;
    const made = await connection(url, places, { learned, signal });
    const cut = (): void => void made.socket.destroy();
    signal.addEventListener("abort", cut, { once: true });
    spent.lookupMs += made.lookupMs;
    spent.connectMs += made.connectMs;
    spent.tlsMs += made.tlsMs;
    const answer = await hop(url, made, sent);
    signal.removeEventListener("abort", cut);
    spent.waitMs += answer.waitMs;
    const location = answer.headers["location"];
    if (!asked.redirects || !REDIRECTS.has(answer.status) || location === undefined) return answer;
    if (hops === REDIRECTS_MAX) throw new ObstacleError("redirects", `it redirects more than ${REDIRECTS_MAX} times`);
    const next = urlOf(location, url);
    sent = redirected(sent, answer.status, next.origin === url.origin);
    url = next;
  }
}

/** What is sent after a redirect: as before on the same origin, nothing that was given elsewhere. */
function redirected({ method, headers, body }: Sent, status: number, isSameOrigin: boolean): Sent {
  const asksAgain = status === 307 || status === 308 || method === "HEAD" || method === "GET";
  const again = asksAgain ? { method, body } : { method: "GET", body: null };
  if (isSameOrigin) return { ...again, headers: again.body === null ? headers.filter(isNotOfBody) : headers };
  if (again.body !== null) {
    throw new ObstacleError("redirects", "it redirects to another origin, where the body is not sent");
  }
  return { ...again, headers: [] };
}

function isNotOfBody([name]: readonly [string, string]): boolean {
  return !name.toLowerCase().startsWith("content-");
}

function urlOf(text: string, base?: URL): URL {
  const url = URL.parse(text, base);
  if (url === null) throw new ObstacleError("redirects", "it redirects to something that is no address");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ObstacleError("refused", `it leads to ${url.protocol}//, and only http:// and https:// are spoken`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ObstacleError("refused", "it leads to an address with a user name or password, which is never sent");
  }
  return url;
}
