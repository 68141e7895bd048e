import { type ApiLoss, noteLosses } from "#apis";
import type { Clock } from "#kernel";
import type { State } from "#storage";
import type { LiveApis } from "../live/live-apis.ts";
import type { EventStream } from "../stream/event-stream.ts";

export interface LiveLossesParts {
  readonly state: State;
  readonly clock: Clock;
  readonly apis: LiveApis;
  readonly stream: Pick<EventStream, "changed">;
}

/** What gateways lost: their time was not watched, now and after each start. */
export class LiveLosses {
  readonly #parts: LiveLossesParts;

  constructor(parts: LiveLossesParts) {
    this.#parts = parts;
  }

  /**
   * Writes losses down, and takes their time as not watched from the next tick on. Of an API that there is not, or that
   * something else than a gateway counts, nothing is missing. Gives how many count; what the state refuses is thrown.
   */
  async take(losses: readonly ApiLoss[]): Promise<number> {
    const { state, clock, apis, stream } = this.#parts;
    const counting = losses.filter(({ api }) => apis.has(api) && (apis.sourceOf(api) ?? "gateway") === "gateway");
    if (counting.length === 0) return 0;
    await state.transact((tx) => noteLosses(tx, counting, clock.now()));
    for (const loss of counting) apis.missed(loss.api, loss);
    stream.changed("objectives");
    stream.changed("traffic");
    return counting.length;
  }
}
