import type { Upstream } from "#apis";
import { every } from "#kernel";
import type { AnswerHead } from "../model/answer.ts";
import type { Target } from "./target.ts";
import type { Asker, Limits, UpstreamConnection } from "./upstream-connection.ts";

/** A check has so long for each of its parts. */
const CHECK_MS = 5_000;

/** Asks a target's health path, again and again. */
export class HealthCheck implements Asker {
  readonly tunnels = false;
  readonly isRepeatable = false;
  readonly limits: Limits = { connectMs: CHECK_MS, answerMs: CHECK_MS, idleMs: CHECK_MS };
  readonly #target: Target;
  readonly #path: string;
  readonly #cancel: () => void;
  #connection: UpstreamConnection | null = null;
  #isAsking = false;

  constructor(target: Target, { path, everyMs }: NonNullable<Upstream["health"]>) {
    this.#target = target;
    this.#path = path;
    this.#cancel = every(everyMs, () => this.#ask());
    this.#ask();
  }

  stop(): void {
    this.#cancel();
    this.#connection?.abandon();
  }

  onReady(connection: UpstreamConnection): void {
    this.#connection = connection;
    const { authority, basePath } = this.#target.address;
    const head = `GET ${basePath}${this.#path} HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\nUser-Agent: plimsoll-gateway\r\nAccept: */*\r\n\r\n`;
    connection.send(head, { isHead: false, hasBody: false });
  }

  onHead({ status }: AnswerHead): void {
    this.#told(status >= 200 && status < 400);
    this.#connection?.abandon();
  }

  onFault(): void {
    this.#told(false);
  }

  /** Only the head of the answer is looked at. */
  onBody(): void {
    this.#connection?.abandon();
  }

  onEnd(): void {
    this.#connection = null;
  }

  onDrain(): void {
    this.#connection?.resume();
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#target.askAnew(this);
  }

  #told(isWell: boolean): void {
    this.#isAsking = false;
    this.#target.checked(isWell);
  }
}
