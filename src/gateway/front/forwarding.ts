import type { Admitted } from "../model/access.ts";
import type { AnswerHead, Fault } from "../model/answer.ts";
import { FAULT_ANSWERS, type FaultAnswer, NO_TARGET, SLOW_BODY } from "../model/fault-answer.ts";
import type { Target } from "../upstream/target.ts";
import type { Asker, Limits, UpstreamConnection } from "../upstream/upstream-connection.ts";
import type { UpstreamGroup } from "../upstream/upstream-group.ts";
import type { ClientSide } from "./client-side.ts";
import type { ReadRequest } from "./read-request.ts";
import { RequestBody } from "./request-body.ts";
import { upstreamHead } from "./upstream-head.ts";

/** An admitted request on its way. */
export interface Forwarded {
  readonly read: ReadRequest;
  readonly verdict: Admitted;
  readonly group: UpstreamGroup;
}

/** Ends of bodies up to this many bytes go out in one piece with the head of the answer. */
const SMALL_BYTES = 16_384;
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]);
const RETRIED: ReadonlySet<Fault> = new Set<Fault>(["connect", "connectTimeout", "reset"]);

/** The way of an admitted request to an upstream, and of the answer back. */
export class Forwarding implements Asker {
  readonly tunnels = false;
  readonly limits: Limits;
  readonly isRepeatable: boolean;
  readonly #exchange: ClientSide;
  readonly #forwarded: Forwarded;
  #target: Target | null = null;
  #connection: UpstreamConnection | null = null;
  #body: RequestBody | null = null;
  #attempts = 0;
  #isHeadSent = false;
  #isAnswered = false;
  #listensForDrain = false;
  readonly #from: number;
  #to = 0;

  constructor(exchange: ClientSide, forwarded: Forwarded) {
    this.#exchange = exchange;
    this.#forwarded = forwarded;
    this.limits = forwarded.group.settings;
    const { asked, head } = forwarded.read;
    this.isRepeatable = head.body === null && IDEMPOTENT.has(asked.method);
    this.#from = exchange.gate.stopwatch();
  }

  /** How long the upstream took so far, or in all. */
  get upstreamMs(): number | null {
    if (this.#attempts === 0) return null;
    return (this.#to === 0 ? this.#exchange.gate.stopwatch() : this.#to) - this.#from;
  }

  send(): void {
    const target = this.#forwarded.group.pick(this.#target);
    if (target === null) {
      this.#refuse(NO_TARGET);
      return;
    }
    this.#attempts++;
    this.#target = target;
    target.ask(this);
  }

  /** Nobody waits for the answer. */
  abandon(): void {
    if (this.#to !== 0) return;
    this.#end();
    this.#target?.untold();
    this.#connection?.abandon();
  }

  onReady(connection: UpstreamConnection): void {
    // Its client went while the connection was made.
    if (this.#to !== 0) {
      connection.abandon();
      return;
    }
    const { gate, peer, response, body: from } = this.#exchange;
    const { read, verdict } = this.#forwarded;
    const { body } = read.head;
    this.#connection = connection;
    this.#isHeadSent = true;
    const newSpan = (): string => gate.hex.take(16);
    const head = upstreamHead({ read, verdict, peer, newSpan }, (this.#target as Target).address);
    const framing = body === null ? "\r\n" : body === "chunked" ? CHUNKED : `Content-Length: ${body}\r\n\r\n`;
    const isEmptyPost = body === null && (read.asked.method === "POST" || read.asked.method === "PUT");
    connection.send(`${head}${isEmptyPost ? EMPTY : framing}`, {
      isHead: read.asked.method === "HEAD",
      hasBody: body !== null,
    });
    if (body === null || from === null) return;
    if (this.#exchange.awaitsContinue) response.writeContinue();
    this.#exchange.awaitsContinue = false;
    this.#body = new RequestBody(this.#exchange, from, { to: connection, isChunked: body === "chunked" });
    this.#body.start();
  }

  /** Clients of HTTP/1.0 know of no such heads (RFC 9110, 15.2). */
  onInterim({ status, headers }: AnswerHead): void {
    const { request, response } = this.#exchange;
    if (this.#to !== 0 || response.headersSent || request.httpVersionMinor === 0) return;
    response.writeInformation(status, withoutLength(headers));
  }

  onHead(head: AnswerHead): void {
    this.#isAnswered = true;
    this.#target?.answered();
    const { gate, response } = this.#exchange;
    const { read, verdict } = this.#forwarded;
    const { headers } = head;
    if (gate.isClosing) response.shouldKeepAlive = false;
    for (const text of verdict.headers) headers.push(text);
    headers.push("X-Request-Id", read.requestId, "Via", "1.1 plimsoll");
    response.writeHead(head.status, head.reason, headers);
    // The body may be long in coming, and the head must not wait for that; what is here already goes out with it.
    if (typeof head.body !== "number") process.nextTick(flushHead, this);
  }

  /** Sends the head of the answer where nothing of its body came with it. */
  flush(): void {
    const { response, responseBytes } = this.#exchange;
    if (responseBytes === 0 && this.#to === 0) response.flushHeaders();
  }

  onBody(bytes: Buffer): void {
    const { response } = this.#exchange;
    this.#exchange.responseBytes += bytes.length;
    if (response.write(Buffer.from(bytes))) return;
    this.#connection?.pause();
    if (this.#listensForDrain) return;
    this.#listensForDrain = true;
    response.on("drain", () => this.#connection?.resume());
  }

  onEnd(last: Buffer | null, trailers: readonly string[]): void {
    const { response } = this.#exchange;
    this.#end();
    if (last === null) {
      if (trailers.length > 0) response.addTrailers(pairs(trailers));
      response.end();
      return;
    }
    this.#exchange.responseBytes += last.length;
    // As a text it goes out with the head in one write; bytes would be a second one.
    if (last.length <= SMALL_BYTES) response.end(last.toString("latin1"), "latin1");
    else response.end(Buffer.from(last));
  }

  onFault(fault: Fault): void {
    if (this.#to !== 0) return;
    const isStalled = fault === "idle" && this.#body?.isWhole === false;
    if (isStalled) this.#target?.untold();
    else this.#target?.failed();
    this.#connection = null;
    if (this.#mayRetry(fault)) {
      this.#exchange.gate.counters.retries++;
      this.send();
      return;
    }
    const answer = isStalled ? SLOW_BODY : FAULT_ANSWERS[fault];
    if (!this.#isAnswered) {
      this.#refuse(answer);
      return;
    }
    this.#end();
    this.#exchange.outcome = answer.outcome;
    // What was sent of the answer must not pass for all of it.
    this.#exchange.request.socket.destroy();
  }

  onDrain(): void {
    this.#body?.resume();
  }

  /** Safe only where nothing was sent, or where doing it twice is doing it once and nothing of an answer was seen. */
  #mayRetry(fault: Fault): boolean {
    const { group } = this.#forwarded;
    if (this.#isAnswered || this.#attempts > group.settings.retries || !RETRIED.has(fault)) return false;
    return (!this.#isHeadSent || this.isRepeatable) && group.takeRetry();
  }

  #refuse(answer: FaultAnswer): void {
    this.#end();
    this.#exchange.refuse(answer, answer.outcome, this.#forwarded.verdict.headers);
  }

  #end(): void {
    this.#to = this.#exchange.gate.stopwatch();
    this.#body?.leave();
  }
}

/** One function for all, as it is asked for with each answer. */
function flushHead(forwarding: Forwarding): void {
  forwarding.flush();
}

/** What has no body must not say how long it is (RFC 9110, 8.6). */
function withoutLength(flat: readonly string[]): string[] {
  return pairs(flat)
    .filter(([name]) => name.toLowerCase() !== "content-length")
    .flat();
}

const CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
const EMPTY = "Content-Length: 0\r\n\r\n";

function pairs(flat: readonly string[]): [string, string][] {
  const all: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) all.push([flat[at] as string, flat[at + 1] as string]);
  return all;
}
