import { unreachable } from "#kernel";
import type { Answer, Reply } from "./message.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** Refusals that time may heal: the receiver did not take the message in, and asks to be left alone for a moment. */
const LATER = new Set([408, 425, 429]);

/** How much of a Retry-After is shown, in characters. */
const RETRY_AFTER_SHOWN = 40;

/**
 * What a reply means at `now`. 2xx is delivered. 408, 425, 429, every 5xx and silence are tried again, after
 * `Retry-After` where it is told. All else fails for good: a redirect (it is not followed: the new place was not
 * agreed to, and a signature is for its receiver only), 410 (gone), and any other 4xx.
 */
export function answerOf(reply: Reply, now: number): Answer {
  switch (reply.kind) {
    case "refused":
      return { kind: "failed", reason: reply.reason, status: null };
    case "silent":
      return { kind: "retry", reason: reply.reason, status: null, notBefore: null, arrived: reply.arrived };
    case "answered":
      return answerOfStatus(reply, now);
    default:
      return unreachable(reply);
  }
}

function answerOfStatus(reply: Extract<Reply, { kind: "answered" }>, now: number): Answer {
  const { status, retryAfter } = reply;
  if (status >= 200 && status < 300) return { kind: "delivered", status };
  if (status < 500 && !LATER.has(status)) return { kind: "failed", reason: reasonText(reply), status };
  const waitMs = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, now);
  const notBefore = waitMs === undefined ? null : now + waitMs;
  return { kind: "retry", reason: reasonText(reply), status, notBefore, arrived: status >= 500 };
}

function reasonText({ status, excerpt, retryAfter }: Extract<Reply, { kind: "answered" }>): string {
  const said = excerpt === "" ? "" : `: ${excerpt}`;
  if (status >= 300 && status < 400) {
    return `answered ${status}, a redirect, which is not followed: use the final address`;
  }
  if (status === 410) return `answered 410 (gone)${said}`;
  const after = retryAfter === undefined ? "" : ` (Retry-After ${retryAfter.slice(0, RETRY_AFTER_SHOWN)})`;
  return `answered ${status}${after}${said}`;
}
