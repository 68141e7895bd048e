import type { Upstream } from "#apis";
import { HealthCheck } from "./health-check.ts";
import { Target } from "./target.ts";
import type { Shared } from "./upstream-connection.ts";

/** Each request adds a fifth of a retry, so that retries never make more than a fifth of the load on a sick upstream. */
const RETRY_SHARE = 0.2;
const RETRIES_SAVED_MAX = 20;

/** Targets that answer alike. */
export class UpstreamGroup {
  readonly settings: Upstream;
  readonly #targets: readonly Target[];
  readonly #checks: readonly HealthCheck[];
  #turn = 0;
  #retries = RETRIES_SAVED_MAX;

  constructor(addresses: readonly string[], settings: Upstream, shared: Shared) {
    this.settings = settings;
    this.#targets = addresses.map((address) => new Target(address, shared));
    const { health } = settings;
    this.#checks = health === null ? [] : this.#targets.map((target) => new HealthCheck(target, health));
  }

  /** The target with the fewest requests under way, of equals the next in turn; another one than `not` where there is one. */
  pick(not: Target | null): Target | null {
    const targets = this.#targets;
    this.#retries = Math.min(RETRIES_SAVED_MAX, this.#retries + RETRY_SHARE);
    const first = targets[0] as Target;
    if (targets.length === 1) return first.isUsable ? first : null;
    this.#turn = (this.#turn + 1) % targets.length;
    let best: Target | null = null;
    for (let i = 0; i < targets.length; i++) {
      const target = targets[(this.#turn + i) % targets.length] as Target;
      if (target === not || !target.isUsable) continue;
      if (best === null || target.inFlight < best.inFlight) best = target;
    }
    return best ?? (not?.isUsable === true ? not : null);
  }

  /** Whether one more retry is within bounds. */
  takeRetry(): boolean {
    if (this.#retries < 1) return false;
    this.#retries -= 1;
    return true;
  }

  sweep(): void {
    for (const target of this.#targets) target.sweep();
  }

  retire(): void {
    for (const check of this.#checks) check.stop();
    for (const target of this.#targets) target.retire();
  }

  /** Whether nothing is under way. */
  get isEmpty(): boolean {
    return this.#targets.every((target) => target.isEmpty);
  }
}
