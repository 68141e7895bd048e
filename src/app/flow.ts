import { type IdempotencyRegister, rememberBatch } from "#intake";
import { type Clock, floorTo, MINUTE_MS, Refusal } from "#kernel";
import { GRID_MS, type LiveObjectives, type TickOutcome } from "#objectives";
import type { DurableFrame, LogPosition } from "#records";
import type { TrafficCounts } from "#traffic";
import type { LiveApis } from "./live/live-apis.ts";
import type { EventStream } from "./stream/event-stream.ts";

/**
 * Counts of what came so long after a snapshot are written once the server is ready: as a rule, all behind the last one.
 * A longer log is counted as it was: what is over is written on the way.
 */
const WRITTEN_LATER_MS = 10 * MINUTE_MS;

/** What records flow into. */
export interface FlowParts {
  readonly traffic: TrafficCounts;
  readonly objectives: LiveObjectives;
  readonly apis: LiveApis;
  readonly register: IdempotencyRegister;
  readonly stream: EventStream;
  readonly clock: Clock;
  /** Told of what went wrong beside the way of the records. */
  readonly report: (fault: unknown) => void;
}

/**
 * THE data path, behind the record log:
 *
 *   decode → redact → append (durable) → **count** → acknowledge
 *
 * Frames come here in the order of the log, live and when the log is read again after a start; the same code counts them.
 */
export class Flow {
  readonly #parts: FlowParts;
  /** What ticks between the frames of a log that is read again changed. */
  #outcomes: TickOutcome[] | null;
  #tickedTo: number;
  readonly #countedTo: LogPosition;
  readonly #writesFrom: number;

  /**
   * `at`: where the objectives stand; `countedTo`: which frames `traffic` holds already. Until `goLive`, the clock is the
   * log's own.
   */
  constructor(parts: FlowParts, { at, countedTo }: { readonly at: number; readonly countedTo: LogPosition }) {
    this.#parts = parts;
    this.#tickedTo = at;
    this.#countedTo = countedTo;
    this.#writesFrom = at + WRITTEN_LATER_MS;
    this.#outcomes = [];
  }

  /** Counts the records of a frame that is durable. */
  take({ position, columns, batchIds, writtenAt }: DurableFrame): void {
    const { traffic, objectives, apis, register, stream, clock } = this.#parts;
    if (this.#outcomes !== null) this.#tickTo(writtenAt, this.#outcomes);
    for (const page of columns) {
      apis.markTold(page);
      if (position >= this.#countedTo) traffic.count(page);
      objectives.count(page);
    }
    for (const batch of batchIds) rememberBatch(register, batch, this.#outcomes === null ? clock.now() : writtenAt);
    stream.changed("traffic");
  }

  /** The log was read: from now on time is told by the clock. Gives where the objectives stand, and what changed on the way. */
  goLive(): { readonly at: number; readonly outcomes: readonly TickOutcome[] } {
    const outcomes = this.#outcomes ?? [];
    this.#outcomes = null;
    return { at: this.#tickedTo, outcomes };
  }

  /** Ticks as the server did when this frame was written, so that what was late then is late now. */
  #tickTo(writtenAt: number, outcomes: TickOutcome[]): void {
    const to = floorTo(writtenAt, GRID_MS);
    if (to <= this.#tickedTo) return;
    this.#parts.apis.ranUntil(this.#tickedTo, to);
    this.#tickedTo = to;
    outcomes.push(this.#parts.objectives.tick(to));
    if (to < this.#writesFrom) this.#parts.traffic.settle(to);
    else this.#closeCounts(to);
  }

  /** Counts that the disk does not take stay in memory, and are written once it does. */
  #closeCounts(at: number): void {
    try {
      this.#parts.traffic.tick(at);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      this.#parts.report(fault);
    }
  }
}
