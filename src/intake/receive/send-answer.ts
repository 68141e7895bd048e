import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** A body of so few bytes is read and thrown away, so that its connection can be used again. */
const CHEAP_BYTES_MAX = 65_536;
/** What is read of a larger body that nobody wants, so that its client comes to read the answer. */
const LINGER_BYTES_MAX = 16 * 1_048_576;
const LINGER_MS = 5_000;

/** Where an answer goes. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client waits to be asked for its body, and was not. */
  readonly isUnasked: boolean;
}

/**
 * Sends an answer, also one to a request whose body was not read to its end: its client may still be writing, and
 * would not see an answer if the connection were closed upon it.
 */
export function sendAnswer({ request, response, isUnasked }: Exchange, { status, headers, body }: Answer): void {
  const sent = { ...headers, "Content-Length": Buffer.byteLength(body) };
  const comesNoMore = isUnasked || status === 408;
  if (request.complete || (!comesNoMore && isCheap(request))) {
    response.writeHead(status, sent);
    response.end(body);
    request.resume();
    return;
  }
  response.writeHead(status, { ...sent, Connection: "close" });
  if (comesNoMore) response.end(body);
  else linger(request, response, body);
}

function isCheap({ headers }: IncomingMessage): boolean {
  if (headers["transfer-encoding"] !== undefined) return false;
  return Number(headers["content-length"] ?? 0) <= CHEAP_BYTES_MAX;
}

/** The whole answer goes out at once; the connection is closed when the client has sent its body, or too much of it. */
function linger(request: IncomingMessage, response: ServerResponse, body: Answer["body"]): void {
  let left = LINGER_BYTES_MAX;
  const finish = (): void => void response.end();
  response.write(body);
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) finish();
  });
  request.on("end", finish);
  request.on("timeout", finish);
  request.socket.setTimeout(LINGER_MS);
  request.resume();
}
