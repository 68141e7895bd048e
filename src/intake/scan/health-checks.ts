import { HEALTH_CHECK_USER_AGENTS } from "../model/user-agent.ts";
import type { LineBytes } from "./line-bytes.ts";

/** Whether a user agent is that of a load balancer's health check (`isHealthCheck`), by its bytes: the first tells of most. */
export class HealthChecks {
  readonly #prefixes = HEALTH_CHECK_USER_AGENTS.map((prefix) => new TextEncoder().encode(prefix));
  /** By first byte which of them it could be; -1: none. */
  readonly #byFirst = new Int8Array(256).fill(-1);

  constructor() {
    for (const [i, prefix] of this.#prefixes.entries()) this.#byFirst[prefix[0] as number] = i;
  }

  /** 1 when the user agent at [start, end), which is not empty, is; 0 when it is not. */
  isOneAt({ bytes }: LineBytes, start: number, end: number): number {
    const which = this.#byFirst[bytes[start] as number] as number;
    return which < 0 ? 0 : this.#beginsWith(bytes, start, end, which);
  }

  #beginsWith(bytes: Uint8Array, start: number, end: number, which: number): number {
    const prefix = this.#prefixes[which] as Uint8Array;
    let i = 0;
    while (i < prefix.length && start + i < end && bytes[start + i] === prefix[i]) i++;
    return Number(i === prefix.length);
  }
}
