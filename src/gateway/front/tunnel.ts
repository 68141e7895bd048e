import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Outcome } from "#intake";
import type { Admitted, Verdict } from "../model/access.ts";
import type { AnswerHead, Fault } from "../model/answer.ts";
import { FAULT_ANSWERS, NO_TARGET, NO_UPSTREAM } from "../model/fault-answer.ts";
import { BUG, type OwnProblem, problemText, PROBLEM_TYPE } from "../model/own-problem.ts";
import type { Target } from "../upstream/target.ts";
import type { Asker, Limits, UpstreamConnection } from "../upstream/upstream-connection.ts";
import type { Gate } from "./gate.ts";
import type { Peer } from "./peer.ts";
import { rawHead } from "./raw-head.ts";
import { type ReadRequest, readRequest } from "./read-request.ts";
import { recordOf } from "./record-of.ts";
import { upstreamHead } from "./upstream-head.ts";

/** The only protocol to which a connection may change; who asks for another one is answered as if it had not asked. */
export function asksForTunnel({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket";
}

const SWITCH = ["Connection", "Upgrade", "Upgrade", "websocket"];

/** A request for a WebSocket: admitted like any other; then bytes pass both ways until either side ends. Its record is made when it is open. */
export class Tunnel implements Asker {
  readonly tunnels = true;
  readonly isRepeatable = false;
  limits: Limits = { connectMs: 0, answerMs: 0, idleMs: 0 };
  readonly #gate: Gate;
  readonly #request: IncomingMessage;
  readonly #socket: Duplex;
  /** What the client sent behind its head. */
  readonly #early: Buffer;
  readonly #peer: Peer;
  readonly #from: number;
  #read: ReadRequest | null = null;
  #verdict: Verdict | null = null;
  #target: Target | null = null;
  #connection: UpstreamConnection | null = null;
  #isAnswered = false;
  #isOver = false;
  #isOpen = false;

  constructor(gate: Gate, request: IncomingMessage, { socket, early }: { socket: Duplex; early: Buffer }) {
    this.#gate = gate;
    this.#request = request;
    this.#socket = socket;
    this.#early = early;
    this.#peer = gate.peers.of(socket);
    this.#from = gate.stopwatch();
    gate.counters.requests++;
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#closed());
  }

  async start(): Promise<void> {
    const read = readRequest(this.#request, this.#peer, this.#gate);
    if ("code" in read) {
      this.#gate.counters.malformed++;
      this.#refuse(read, "served");
      return;
    }
    this.#read = read;
    try {
      const verdict = await this.#gate.access.decide(read.asked);
      this.#verdict = verdict;
      if (verdict.admitted) this.#send(verdict);
      else this.#refuse(verdict, verdict.outcome, verdict.headers);
    } catch (error) {
      this.#gate.report(error);
      this.#refuse(BUG, "upstreamError");
    }
  }

  onReady(connection: UpstreamConnection): void {
    const read = this.#read;
    const verdict = this.#verdict;
    if (this.#isOver || read === null || verdict?.admitted !== true) {
      connection.abandon();
      return;
    }
    this.#connection = connection;
    const newSpan = (): string => this.#gate.hex.take(16);
    const head = upstreamHead({ read, verdict, peer: this.#peer, newSpan }, (this.#target as Target).address);
    connection.send(`${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, { isHead: false, hasBody: false });
  }

  onHead({ status, reason, headers }: AnswerHead): void {
    this.#target?.answered();
    this.#isAnswered = true;
    const isOpen = status === 101;
    const own = ["X-Request-Id", this.#read?.requestId ?? "", "Via", "1.1 plimsoll"];
    const hop = isOpen ? SWITCH : ["Connection", "close"];
    const said = this.#verdict?.headers ?? [];
    this.#socket.write(rawHead(status, reason, [...headers, ...said, ...own, ...hop]), "latin1");
    this.#record(status, "served");
    if (isOpen) this.#open();
  }

  onBody(bytes: Buffer): void {
    if (this.#socket.write(Buffer.from(bytes))) return;
    this.#connection?.pause();
    this.#socket.once("drain", () => this.#connection?.resume());
  }

  onEnd(last: Buffer | null): void {
    this.#connection = null;
    this.#socket.end(last === null ? undefined : Buffer.from(last));
  }

  onFault(fault: Fault): void {
    this.#connection = null;
    if (this.#isAnswered) {
      this.#socket.destroy();
      return;
    }
    this.#target?.failed();
    const answer = FAULT_ANSWERS[fault];
    this.#refuse(answer, answer.outcome);
  }

  onDrain(): void {
    this.#socket.resume();
  }

  #send({ api, version }: Admitted): void {
    const group = this.#gate.upstreams.find(api, version);
    const target = group?.pick(null) ?? null;
    if (group === undefined || target === null) {
      const answer = group === undefined ? NO_UPSTREAM : NO_TARGET;
      this.#refuse(answer, answer.outcome);
      return;
    }
    this.limits = group.settings;
    this.#target = target;
    target.ask(this);
  }

  #open(): void {
    this.#isOpen = true;
    this.#gate.counters.tunnels++;
    if (this.#early.length > 0) this.#connection?.write(this.#early);
    this.#socket.on("data", (bytes: Buffer) => {
      if (this.#connection?.write(bytes) === false) this.#socket.pause();
    });
    this.#socket.on("end", () => this.#connection?.endRequest());
  }

  #refuse(problem: OwnProblem, outcome: Outcome, headers: readonly string[] = []): void {
    if (this.#isOver || this.#isAnswered) return;
    this.#isAnswered = true;
    const requestId = this.#read?.requestId ?? this.#gate.hex.take(32);
    const body = problemText(problem, requestId);
    const length = String(Buffer.byteLength(body));
    const own = ["Content-Type", PROBLEM_TYPE, "Content-Length", length, "X-Request-Id", requestId];
    const head = rawHead(problem.status, "", [...own, ...headers, "Connection", "close"]);
    this.#record(problem.status, outcome);
    this.#socket.end(`${head}${body}`, () => this.#socket.destroy());
  }

  #closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isOpen) this.#gate.counters.tunnels--;
    if (!this.#isAnswered) {
      this.#target?.untold();
      this.#record(null, "clientAborted");
    }
    this.#connection?.abandon();
  }

  #record(status: number | null, outcome: Outcome): void {
    const read = this.#read;
    const verdict = this.#verdict;
    if (read === null || verdict?.api === undefined || verdict.api === null) {
      this.#gate.counters.unattributed++;
      return;
    }
    const durationMs = this.#gate.stopwatch() - this.#from;
    const upstreamMs = this.#target === null ? null : durationMs;
    const ended = { status, outcome, durationMs, upstreamMs, requestBytes: 0, responseBytes: 0 };
    this.#gate.sink.add(recordOf(read, verdict, ended));
  }
}
