import type { Alerting, SignalSource, TakenSignals } from "#alerting";
import type { Clock } from "#kernel";
import { SIGNALS_MAX, type SignalsReading } from "#signals";
import type { KeepAlerts } from "../live/keep-alerts.ts";

export interface SignalQueueParts {
  readonly alerting: Pick<Alerting, "takeSignals">;
  readonly alerts: Pick<KeepAlerts, "write">;
  readonly clock: Clock;
  readonly isApi: (name: string) => boolean;
}

type Outcomes = TakenSignals["outcomes"];

/** A body that waits to be taken. */
interface Waiting {
  readonly source: SignalSource;
  readonly reading: SignalsReading;
  readonly resolve: (outcomes: Outcomes) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Takes bodies of signals, each transaction all that came while the last one was written: of a storm of single events
 * each is durable before it is answered, and they cost as few transactions as a few large bodies.
 */
export class SignalQueue {
  readonly #parts: SignalQueueParts;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(parts: SignalQueueParts) {
    this.#parts = parts;
  }

  /** What became of each signal of the body; it is durable when it resolves. */
  take(source: SignalSource, reading: SignalsReading): Promise<Outcomes> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcomes>();
    this.#waiting.push({ source, reading, resolve, reject });
    if (!this.#isRunning) void this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const bodies = this.#next();
      try {
        await this.#takeAll(bodies);
      } catch (fault) {
        for (const { reject } of bodies) reject(fault);
      }
    }
    this.#isRunning = false;
  }

  /** Bodies of the source that has waited longest, in their order: at least one, and no more signals than one body may have. */
  #next(): Waiting[] {
    const [first] = this.#waiting;
    let room = SIGNALS_MAX;
    const taken = new Set<Waiting>();
    for (const one of this.#waiting) {
      if (one.source.name !== first?.source.name) continue;
      room -= one.reading.signals.length;
      if (taken.size > 0 && room < 0) break;
      taken.add(one);
    }
    this.#waiting = this.#waiting.filter((one) => !taken.has(one));
    return [...taken];
  }

  async #takeAll(bodies: readonly Waiting[]): Promise<void> {
    const source = bodies.at(-1)?.source;
    if (source === undefined) return;
    const { alerting, alerts, clock, isApi } = this.#parts;
    const reading = {
      signals: bodies.flatMap((one) => one.reading.signals),
      faults: bodies.flatMap((one) => one.reading.faults),
    };
    const { outcomes } = await alerts.write((tx) =>
      alerting.takeSignals(tx, { source, reading }, { now: clock.now(), isApi }),
    );
    let from = 0;
    for (const { reading: own, resolve } of bodies) {
      resolve(outcomes.slice(from, from + own.signals.length));
      from += own.signals.length;
    }
  }
}
