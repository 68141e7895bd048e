import { request as requestPlain, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestSecure } from "node:https";
import { SECOND_MS } from "#kernel";
import { guardedLookup, isRefusedAddress, RefusedAddress } from "./guarded-lookup.ts";
import type { Message, Reply } from "./model/message.ts";
import { findTargetFault } from "./model/target.ts";

/** How long an attempt may take, and how much of the answer is looked at. */
export interface PostLimits {
  /** Until a connection stands, TLS included; ms. */
  readonly connectMs: number;
  /** From the beginning to the end of the answer; ms. */
  readonly totalMs: number;
  /** Of the answer's body; the connection is cut behind it. */
  readonly answerBytes: number;
}

/** Long enough for a slow receiver, short enough that it does not hold others up. */
const POST_LIMITS: PostLimits = { connectMs: 5 * SECOND_MS, totalMs: 15 * SECOND_MS, answerBytes: 4_096 };

/** How much of an answer is shown to a person, in characters. */
const EXCERPT_LENGTH = 200;

/** Sends a message once. It never throws: what goes wrong outside is a reply. Redirects are not followed. */
export async function post(message: Message, limits: PostLimits = POST_LIMITS): Promise<Reply> {
  const fault = findTargetFault(message.url);
  if (fault !== undefined) return { kind: "refused", reason: fault };
  const { hostname } = new URL(message.url);
  if (isRefusedAddress(hostname)) return refusedAddress(hostname);
  return await new Promise((resolve) => {
    exchange(message, limits, resolve);
  });
}

function exchange(message: Message, limits: PostLimits, resolve: (reply: Reply) => void): void {
  const url = new URL(message.url);
  const secure = url.protocol === "https:";
  let arrived = false;
  const fail = (fault: Error): void => {
    resolve(fault instanceof RefusedAddress ? refusedAddress(fault.message) : silence(fault, arrived, limits));
  };
  const request = (secure ? requestSecure : requestPlain)(url, optionsOf(message, limits));
  request.on("socket", (socket) => {
    socket.setTimeout(limits.connectMs, () => {
      request.destroy(new Silence(`no connection within ${limits.connectMs / SECOND_MS} s`));
    });
    socket.once(secure ? "secureConnect" : "connect", () => {
      arrived = true;
      socket.setTimeout(0);
    });
  });
  request.on("error", fail);
  request.on("response", (response) => {
    // The status is there, and decides; a body that breaks off only has nothing to show.
    const tell = (excerpt: string): void => resolve(answered(response, excerpt));
    readExcerpt(response, limits.answerBytes).then(tell, () => tell(""));
  });
  request.end(message.body);
}

function optionsOf({ method = "POST", headers, body }: Message, { totalMs }: PostLimits): RequestOptions {
  return {
    method,
    headers: { "user-agent": "Plimsoll", ...headers, ...lengthOf(method, body) },
    // A connection of its own for each message: receivers are many, and messages few.
    agent: false,
    lookup: guardedLookup,
    signal: AbortSignal.timeout(totalMs),
  };
}

/** What asks only has nothing behind its head. */
function lengthOf(method: string, body: string | Uint8Array): Record<string, string> {
  return method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
}

/** The beginning of the body. A longer one is cut off: what counts is the status, which is there already. */
async function readExcerpt(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= bytesMax) break;
  }
  const text = Buffer.concat(chunks).subarray(0, bytesMax).toString("utf8");
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, EXCERPT_LENGTH);
}

function answered(response: IncomingMessage, excerpt: string): Reply {
  return {
    kind: "answered",
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"],
    excerpt,
  };
}

/** What we say ourselves of a connection that we gave up. */
class Silence extends Error {}

function silence(fault: Error, arrived: boolean, { totalMs }: PostLimits): Reply {
  if (fault instanceof Silence) return { kind: "silent", reason: fault.message, arrived };
  if (fault.name === "AbortError") {
    return { kind: "silent", reason: `no answer within ${totalMs / SECOND_MS} s`, arrived };
  }
  const code = (fault as NodeJS.ErrnoException).code ?? fault.message;
  return { kind: "silent", reason: `no answer: ${reasonOf(code)}`, arrived };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ECONNRESET: "the connection was cut",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be looked up just now",
  EHOSTUNREACH: "no way to that host",
  ENETUNREACH: "no way to that network",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody we know",
};

function reasonOf(code: string): string {
  return REASONS[code] ?? code;
}

function refusedAddress(address: string): Reply {
  return {
    kind: "refused",
    reason: `it leads to ${address}, where machines keep their own credentials: nothing is ever sent there`,
  };
}
