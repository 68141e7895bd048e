import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "./answer.ts";
import type { IntakeCounters } from "./counters.ts";
import type { IntakeLimits } from "./limits.ts";
import type { IntakePorts, IntakeToken } from "./ports.ts";
import { notPost, tooLarge, tooMany, unauthenticated } from "./refusals.ts";

const BEARER = /^bearer +(\S+) *$/i;

/** What is asked before a body is read: who sends it, whether there is room for it, and how large it says it is. */
export class Admission {
  readonly #ports: IntakePorts;
  readonly #limits: IntakeLimits;
  readonly #counters: IntakeCounters;

  constructor(ports: IntakePorts, limits: IntakeLimits, counters: IntakeCounters) {
    this.#ports = ports;
    this.#limits = limits;
    this.#counters = counters;
  }

  /** Who sends it; or the answer, when the body is not wanted. */
  async admit(request: IncomingMessage): Promise<IntakeToken | Answer> {
    if (request.method !== "POST") return notPost();
    const secret = BEARER.exec(request.headers.authorization ?? "")?.[1];
    const token = secret === undefined ? undefined : await this.#ports.findToken(secret);
    if (token === undefined) return unauthenticated(secret !== undefined);
    const busy = this.#overload();
    if (busy !== null) return busy;
    const { bodyBytesMax } = this.#limits;
    return Number(request.headers["content-length"] ?? 0) > bodyBytesMax ? tooLarge(bodyBytesMax) : token;
  }

  #overload(): Answer | null {
    const { bodiesMax } = this.#limits;
    if (this.#counters.inFlight > bodiesMax) return tooMany(`${bodiesMax} bodies are being taken at once already.`);
    const overload = this.#ports.overload();
    if (overload === null) return null;
    const { status, code, detail, retryAfterSeconds } = overload;
    return refusal(status, { code, detail, headers: { "Retry-After": String(retryAfterSeconds) } });
  }
}
