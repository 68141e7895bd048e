import { Counter, type ReadingVerdict } from "#objectives";

/** Valid and bad requests, as totals or as what they grew by. */
export interface ValidAndBad {
  readonly valid: number;
  readonly bad: number;
}

/** The running totals of each client, as they are read one after another. */
export class RunningTotals {
  /** How often a total started again from 0. */
  resets = 0;
  readonly #byClient = new Map<number, { readonly valid: Counter; readonly bad: Counter }>();

  /** What the totals of a client grew by since they were read before; null when they were not. */
  grew(client: number, at: number, totals: ValidAndBad): ValidAndBad | null {
    const counters = this.#byClient.get(client) ?? { valid: new Counter(at), bad: new Counter(at) };
    this.#byClient.set(client, counters);
    const valid = counters.valid.read({ at, value: totals.valid });
    const bad = counters.bad.read({ at, value: totals.bad });
    if (isReset(valid) || isReset(bad)) this.resets++;
    if (valid.is !== "counted" || bad.is !== "counted") return null;
    return { valid: valid.increase.count, bad: bad.increase.count };
  }
}

function isReset(verdict: ReadingVerdict): boolean {
  return verdict.is === "counted" && verdict.increase.reset;
}
