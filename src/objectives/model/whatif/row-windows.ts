import type { InstanceCounts } from "../alerts/instance-counts.ts";
import type { Policy } from "../alerts/policy.ts";
import { Instances } from "../engine/instances.ts";
import { firstWindowFrom, windowFrom } from "../engine/windows.ts";
import type { Objective } from "../objective.ts";
import type { RowHistory } from "./row-history.ts";

/** The only row of a history. */
export const ONLY_ROW = 0;

/**
 * What is in the windows of a policy's pairs as time goes over one row's history: a cursor for each window, and sums by
 * difference. It answers what an engine would, for the windows of pairs.
 */
export class RowWindows implements InstanceCounts {
  readonly instances: Instances;
  readonly #history: RowHistory;
  readonly #policy: Policy;
  /** By window (its index in the policy's list): its length; 0 where no pair looks at it. */
  readonly #lengths: readonly number[];
  /** By window: the first slot that has not left it, and the instant at which that one leaves. */
  readonly #tails: Int32Array;
  readonly #leavesAt: Float64Array;
  /** Slots before this one are known. */
  #head = 0;

  constructor(history: RowHistory, objective: Objective, policy: Policy) {
    this.instances = new Instances([{ objective, clients: new Int32Array(0) }]);
    this.#history = history;
    this.#policy = policy;
    const length = 1 + Math.max(-1, ...policy.rules.flatMap(({ long, short }) => [long, short]));
    const lengths = Array.from({ length }, () => 0);
    for (const { pair, long, short } of policy.rules) {
      lengths[long] = pair.longMs;
      lengths[short] = pair.shortMs;
    }
    this.#lengths = lengths;
    this.#tails = new Int32Array(length);
    this.#leavesAt = Float64Array.from(lengths, (lengthMs) => this.#leavingAt(0, lengthMs));
  }

  /** Moves the end of all windows forward to `at`. */
  moveTo(at: number): void {
    const { knownAt } = this.#history;
    while (this.#head < knownAt.length && (knownAt[this.#head] as number) <= at) this.#head++;
    for (let window = 0; window < this.#lengths.length; window++) {
      if ((this.#leavesAt[window] as number) <= at) this.#expire(window, at);
    }
  }

  /** The next instant at which a slot becomes known or leaves a window. */
  get nextAt(): number {
    let next = this.#history.knownAt[this.#head] ?? Number.POSITIVE_INFINITY;
    for (const leavesAt of this.#leavesAt) if (leavesAt < next) next = leavesAt;
    return next;
  }

  /** The next instant at which a slot with something bad becomes known: until then nothing can begin where nothing bad is. */
  get nextBadAt(): number {
    const { bad, knownAt } = this.#history;
    let slot = this.#head;
    while (slot < knownAt.length && bad[slot] === bad[slot + 1]) slot++;
    return knownAt[slot] ?? Number.POSITIVE_INFINITY;
  }

  policyOf(): Policy {
    return this.#policy;
  }

  composite(): undefined {
    return undefined;
  }

  validOf(_row: number, window: number): number {
    return this.#sum(this.#history.valid, window);
  }

  badOf(_row: number, window: number): number {
    return this.#sum(this.#history.bad, window);
  }

  #sum(sums: Float64Array, window: number): number {
    const tail = this.#tails[window] as number;
    return tail >= this.#head ? 0 : (sums[this.#head] as number) - (sums[tail] as number);
  }

  #expire(window: number, at: number): void {
    const { starts } = this.#history;
    const lengthMs = this.#lengths[window] as number;
    const from = windowFrom(at, lengthMs);
    let tail = this.#tails[window] as number;
    while (tail < starts.length && (starts[tail] as number) < from) tail++;
    this.#tails[window] = tail;
    this.#leavesAt[window] = this.#leavingAt(tail, lengthMs);
  }

  /** A slot leaves when the window begins behind its start. */
  #leavingAt(slot: number, lengthMs: number): number {
    const start = this.#history.starts[slot];
    return start === undefined || lengthMs === 0 ? Number.POSITIVE_INFINITY : firstWindowFrom(start + 1, lengthMs);
  }
}
