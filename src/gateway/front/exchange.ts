import { type IncomingMessage, ServerResponse, STATUS_CODES } from "node:http";
import type { Outcome } from "#intake";
import type { Admitted, Denied, Verdict } from "../model/access.ts";
import { NO_UPSTREAM, tooLargeBody } from "../model/fault-answer.ts";
import { BUG, type OwnProblem, PROBLEM_TYPE, problemText } from "../model/own-problem.ts";
import type { HeadFault } from "../model/request-head.ts";
import type { ClientRequest } from "./client-request.ts";
import type { ClientResponse } from "./client-response.ts";
import type { ClientSide } from "./client-side.ts";
import { Forwarding } from "./forwarding.ts";
import type { Gate } from "./gate.ts";
import type { Peer } from "./peer.ts";
import { type ReadRequest, readRequest } from "./read-request.ts";
import { recordOf } from "./record-of.ts";

/** An answer of `node:http` to a client, with the exchange that it belongs to. */
export class GatewayResponse extends ServerResponse {
  exchange: Exchange | null = null;
}

/** A request as it came, and where its answer goes. */
export interface Asking {
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  readonly peer: Peer;
  /** Where its body comes from; null: it has none. */
  readonly body: IncomingMessage | null;
}

/** Requests of one connection whose answers are not out: a client that sends more without waiting is sent away. */
const PIPELINED_MAX = 32;
const PIPELINED: HeadFault = {
  status: 429,
  code: "request.pipelined",
  detail: `More than ${PIPELINED_MAX} requests on one connection wait for their answers. Wait for them, or open others.`,
};

/** One request and its answer, from the head of the one to the last byte of the other. */
export class Exchange implements ClientSide {
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  readonly body: IncomingMessage | null;
  readonly gate: Gate;
  readonly peer: Peer;
  /** What the record says. */
  outcome: Outcome = "served";
  awaitsContinue = false;
  requestBytes = 0;
  responseBytes = 0;
  readonly #from: number;
  #read: ReadRequest | null = null;
  #verdict: Verdict | null = null;
  #forwarding: Forwarding | null = null;
  #isOver = false;
  /** Instead of the answer's own, where the client got another one past it. */
  #brokenStatus: number | null = null;

  /** Whoever makes it calls `closed`. */
  constructor(gate: Gate, { request, response, peer, body }: Asking) {
    this.gate = gate;
    this.request = request;
    this.response = response;
    this.body = body;
    this.#from = gate.stopwatch();
    this.peer = peer;
    peer.current = this;
    peer.underWay++;
    gate.counters.requests++;
    gate.counters.inFlight++;
    if (gate.isClosing) response.shouldKeepAlive = false;
  }

  /** One of `node:http`. */
  static of(gate: Gate, request: IncomingMessage, response: GatewayResponse): Exchange {
    const peer = gate.peers.of(request.socket);
    const exchange = new Exchange(gate, { request, response, peer, body: request });
    response.exchange = exchange;
    response.on("close", onClose);
    return exchange;
  }

  /** `awaitsContinue`: the body comes only when it is asked for. */
  start(awaitsContinue: boolean): void {
    const { gate, peer, request } = this;
    this.awaitsContinue = awaitsContinue;
    if (peer.underWay > PIPELINED_MAX) {
      this.refuseUnread(PIPELINED);
      return;
    }
    const read = readRequest(request, peer, gate);
    if ("code" in read) {
      this.refuseUnread(read);
      return;
    }
    this.#read = read;
    try {
      const verdict = gate.access.decide(read.asked);
      if (verdict instanceof Promise) void this.#wait(verdict);
      else this.#decided(read, verdict);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whether the client still waits for an answer of ours. */
  get isOpen(): boolean {
    return !this.#isOver && !this.response.headersSent;
  }

  /** Answers by ourselves. */
  refuse(problem: OwnProblem, outcome: Outcome, headers: readonly string[] = []): void {
    if (!this.isOpen) return;
    this.outcome = outcome;
    // Its client was not told to go on: what comes next could be the body, or another request.
    if (this.awaitsContinue) this.response.shouldKeepAlive = false;
    const requestId = this.#read?.requestId ?? this.gate.hex.take(32);
    const body = problemText(problem, requestId);
    const { length } = Buffer.from(body);
    this.responseBytes = length;
    const own = ["Content-Type", PROBLEM_TYPE, "Content-Length", String(length), "X-Request-Id", requestId];
    this.response.writeHead(problem.status, STATUS_CODES[problem.status] ?? "", [...own, ...headers]);
    this.response.end(body, "utf8");
  }

  /** Refuses what cannot be read in one way only. What follows on the connection cannot be trusted to be a request. */
  refuseUnread(fault: HeadFault): void {
    this.gate.counters.malformed++;
    this.response.shouldKeepAlive = false;
    this.refuse(fault, "served");
  }

  /** The bytes of the request make no sense any more. Whether an answer can be put past this exchange. */
  broken(status: number): boolean {
    const isOpen = this.isOpen;
    if (isOpen) this.#brokenStatus = status;
    return isOpen;
  }

  /** The answer is out, or nobody waits for it any more. */
  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { gate, peer, response } = this;
    gate.counters.inFlight--;
    peer.underWay--;
    if (peer.current === this) peer.current = null;
    if (!response.writableFinished && this.outcome === "served") this.outcome = "clientAborted";
    this.#forwarding?.abandon();
    const read = this.#read;
    const verdict = this.#verdict;
    if (read === null || verdict?.api === undefined || verdict.api === null) {
      gate.counters.unattributed++;
      return;
    }
    gate.sink.add(
      recordOf(read, verdict, {
        status: response.headersSent ? response.statusCode : this.#brokenStatus,
        outcome: this.outcome,
        durationMs: gate.stopwatch() - this.#from,
        upstreamMs: this.#forwarding?.upstreamMs ?? null,
        requestBytes: this.requestBytes,
        responseBytes: this.responseBytes,
      }),
    );
  }

  async #wait(waiting: Promise<Verdict>): Promise<void> {
    try {
      const verdict = await waiting;
      if (this.#read !== null) this.#decided(this.#read, verdict);
    } catch (error) {
      this.#failed(error);
    }
  }

  #decided(read: ReadRequest, verdict: Verdict): void {
    this.#verdict = verdict;
    if (this.#isOver) return;
    if (verdict.admitted) this.#forward(read, verdict);
    else this.#deny(verdict);
  }

  #deny(verdict: Denied): void {
    this.refuse(verdict, verdict.outcome, verdict.headers);
  }

  #forward(read: ReadRequest, verdict: Admitted): void {
    const { bodyBytesMax } = this.gate.settings;
    const { body } = read.head;
    if (typeof body === "number" && body > bodyBytesMax) {
      const tooLarge = tooLargeBody(bodyBytesMax);
      this.refuse(tooLarge, tooLarge.outcome, verdict.headers);
      return;
    }
    const group = this.gate.upstreams.find(verdict.api, verdict.version);
    if (group === undefined) {
      this.refuse(NO_UPSTREAM, NO_UPSTREAM.outcome, verdict.headers);
      return;
    }
    this.#forwarding = new Forwarding(this, { read, verdict, group });
    this.#forwarding.send();
  }

  #failed(error: unknown): void {
    this.gate.report(error);
    this.refuse(BUG, "upstreamError");
  }
}

/** One function for all answers: a listener of its own for each would cost more than it does. */
function onClose(this: GatewayResponse): void {
  this.exchange?.closed();
}
