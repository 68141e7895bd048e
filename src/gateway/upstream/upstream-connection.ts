import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Upstream } from "#apis";
import { nextTurn } from "#kernel";
import type { HeaderKinds } from "../model/header-kinds.ts";
import { type AnswerHead, type AnswerTaker, type Fault, NOT_HTTP } from "../model/answer.ts";
import { AnswerParser } from "./answer-parser.ts";
import type { TargetAddress } from "./target-address.ts";

/** How long the parts of an exchange may take, ms. */
export type Limits = Pick<Upstream, "connectMs" | "answerMs" | "idleMs">;

/** Who asks over a connection, and is told how it goes. */
export interface Asker extends AnswerTaker {
  readonly limits: Limits;
  /** Whether it may be asked again when the answer does not come, as doing it twice is doing it once. */
  readonly isRepeatable: boolean;
  /** The connection stands, and is for this asker alone until its answer ends: it sends now. */
  onReady(connection: UpstreamConnection): void;
  /** No more of this answer comes. */
  onFault(fault: Fault): void;
  /** After `write` gave false: there is room again. */
  onDrain(): void;
}

/** What all connections of a gateway share. */
export interface Shared {
  readonly kinds: HeaderKinds;
  /** Filled by each read, so what is needed after it is copied. */
  readonly buffer: Buffer;
  /** Ms of a clock that never jumps, as of the last sweep: precise enough for time-outs. */
  now: number;
}

/** Whose connection it is. */
export interface ConnectionOwner {
  readonly address: TargetAddress;
  freed(connection: UpstreamConnection): void;
  left(connection: UpstreamConnection): void;
}

/** Without a word of the upstream's, an idle connection is kept so long: shorter than any common server does. */
const IDLE_MS = 4_000;
const IDLE_MS_MAX = 60_000;
/** An upstream that says how long it keeps a connection is asked so much earlier for the last time. */
const IDLE_MARGIN_MS = 1_000;

/** One connection to an upstream: one request after the other, never two at once. */
export class UpstreamConnection implements AnswerTaker {
  readonly #shared: Shared;
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #parser: AnswerParser;
  #asker: Asker | null;
  #phase: "connect" | "answer" | "flow" | "rest" | "closed" = "connect";
  /** When the phase began, or the last byte passed. */
  #at: number;
  #isSent = false;
  #restMs = IDLE_MS;
  /** Whether it has answered before: then the upstream may have closed it at any time, without a fault. */
  hasAnswered = false;

  constructor(shared: Shared, owner: ConnectionOwner, asker: Asker) {
    this.#shared = shared;
    this.#owner = owner;
    this.#asker = asker;
    this.#at = shared.now;
    this.#parser = new AnswerParser(shared.kinds);
    this.#socket = this.#connect(owner.address);
    this.#socket.on("error", () => this.#fail(this.#phase === "connect" ? "connect" : "reset"));
    this.#socket.on("end", () => this.#ended());
    this.#socket.on("close", () => this.#ended());
    this.#socket.on("drain", () => {
      this.#at = this.#shared.now;
      this.#asker?.onDrain();
    });
  }

  get tunnels(): boolean {
    return this.#asker?.tunnels === true;
  }

  /** Asks over a connection that rests. */
  lease(asker: Asker): void {
    this.#asker = asker;
    this.#at = this.#shared.now;
    this.#isSent = false;
    this.#phase = "answer";
    asker.onReady(this);
  }

  /**
   * Asks over a connection that rests, and was taken from the others, when all that has come already is read: where that
   * was its end, nothing was sent, and `onGone` is called instead.
   */
  leaseUnlessEnded(asker: Asker, onGone: () => void): void {
    void nextTurn().then(() => {
      if (this.#phase === "rest") this.lease(asker);
      else onGone();
    });
  }

  /** Begins a request: `text` is its head (latin1). Without a body it is whole. */
  send(text: string, request: { readonly isHead: boolean; readonly hasBody: boolean }): void {
    this.#isSent = !request.hasBody;
    if (this.#asker !== null) this.#parser.expect(this, request.isHead);
    this.#socket.write(text, "latin1");
  }

  /** More of a request's body, framed already; false: wait for `onDrain`. */
  write(bytes: Buffer | string): boolean {
    this.#at = this.#shared.now;
    return typeof bytes === "string" ? this.#socket.write(bytes, "latin1") : this.#socket.write(bytes);
  }

  /** The request is whole; where it goes on as a tunnel, our side of that is closed. */
  endRequest(): void {
    this.#isSent = true;
    this.#at = this.#shared.now;
    if (this.tunnels) this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#at = this.#shared.now;
    this.#socket.resume();
  }

  /** The asker needs no more of it. */
  abandon(): void {
    this.#asker = null;
    this.#close();
  }

  /** Ends what has taken too long. */
  sweep(): void {
    const waited = this.#shared.now - this.#at;
    const limits = this.#asker?.limits;
    if (this.#phase === "rest" && waited > this.#restMs) this.#close();
    if (limits === undefined) return;
    const fault = this.#late(waited, limits);
    if (fault !== null) this.#fail(fault);
  }

  onInterim(head: AnswerHead): void {
    this.#asker?.onInterim?.(head);
  }

  onHead(head: AnswerHead): void {
    this.#phase = "flow";
    this.hasAnswered = true;
    this.#asker?.onHead(head);
  }

  onBody(bytes: Buffer): void {
    this.#asker?.onBody(bytes);
  }

  onEnd(last: Buffer | null, trailers: readonly string[]): void {
    const asker = this.#asker;
    this.#asker = null;
    if (this.#isSent && this.#parser.keepsAlive && this.#phase !== "closed") this.#rest();
    else this.#close();
    asker?.onEnd(last, trailers);
  }

  #late(waited: number, { connectMs, answerMs, idleMs }: Limits): Fault | null {
    if (this.#phase === "connect") return waited > connectMs ? "connectTimeout" : null;
    // While the request is still coming, the upstream is not late.
    if (this.#phase === "answer" && this.#isSent) return waited > answerMs ? "answerTimeout" : null;
    return waited > idleMs ? "idle" : null;
  }

  #connect(address: TargetAddress): Socket {
    const { host, port, isTls } = address;
    if (isTls) {
      const socket = connectTls({ host, port, servername: servernameOf(host), ALPNProtocols: ["http/1.1"] }, () =>
        this.#connected(),
      );
      socket.on("data", (bytes: Buffer) => this.#received(bytes));
      return socket.setNoDelay(true);
    }
    const { buffer } = this.#shared;
    const callback = (count: number): boolean => {
      this.#received(buffer.subarray(0, count));
      return true;
    };
    return connect({ host, port, noDelay: true, keepAlive: true, onread: { buffer, callback } }, () =>
      this.#connected(),
    );
  }

  #connected(): void {
    if (this.#phase !== "connect") return;
    this.#phase = "answer";
    this.#at = this.#shared.now;
    this.#asker?.onReady(this);
  }

  #received(bytes: Buffer): void {
    if (this.#phase === "closed") return;
    this.#at = this.#shared.now;
    // Nobody asked: what comes now could only be taken for the answer to the next question.
    const fault = this.#phase === "rest" ? NOT_HTTP : this.#parser.push(bytes);
    if (fault !== null) this.#fail(fault);
  }

  #ended(): void {
    if (this.#phase === "closed") return;
    if (this.#phase === "connect") {
      this.#fail("connect");
      return;
    }
    const fault = this.#phase === "rest" ? null : this.#parser.finish();
    if (fault === null) this.#close();
    else this.#fail(fault);
  }

  #rest(): void {
    const { idleSeconds } = this.#parser;
    this.#restMs =
      idleSeconds === null ? IDLE_MS : Math.min(IDLE_MS_MAX, Math.max(0, idleSeconds * 1_000 - IDLE_MARGIN_MS));
    this.#phase = "rest";
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#owner.freed(this);
  }

  #fail(fault: Fault): void {
    if (this.#phase === "closed") return;
    const asker = this.#asker;
    this.#asker = null;
    this.#close();
    asker?.onFault(fault);
  }

  #close(): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.#socket.destroy();
    this.#owner.left(this);
  }
}

/** Names are sent, addresses must not be (RFC 6066, 3). */
function servernameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? "" : host;
}
