import { type Interval, SECOND_MS } from "#kernel";

/** Requests of an API that passed, and of which no record will ever come: the first to behind the last, epoch ms. */
export interface Lost extends Interval {
  readonly api: string;
  readonly requests: number;
}

/** A loss with a name: told again, it is the same one, perhaps grown. */
export interface Loss extends Lost {
  readonly id: string;
}

/** Losses that lie no further apart are one: coverage is kept in slots of this. */
const APART_MS = 10 * SECOND_MS;
/** More of them that wait, and those of an API become one, with what lies between. */
const LOSSES_MAX = 1_000;

/** What a gateway lost and has not told yet. What was told may still grow: then it is told again. */
export class LossBook {
  readonly #newId: () => string;
  readonly #untold: Map<string, Loss>;
  /** By API, the last one, told or not. */
  readonly #last = new Map<string, Loss>();

  /** `newId` names a loss as no other of any gateway with this token was named; `kept`: what another process did not tell. */
  constructor(newId: () => string, kept: readonly Loss[] = []) {
    this.#newId = newId;
    this.#untold = new Map(kept.map((loss) => [loss.id, loss]));
    for (const loss of kept) this.#last.set(loss.api, loss);
  }

  /** What is to be told, in the order in which it was lost first. */
  get untold(): Loss[] {
    return [...this.#untold.values()];
  }

  note(lost: Lost): void {
    const last = this.#last.get(lost.api);
    const goesOn = last !== undefined && (isNear(last, lost) || this.#untold.size >= LOSSES_MAX);
    const loss = goesOn ? grown(last, lost) : { ...lost, id: this.#newId() };
    this.#untold.set(loss.id, loss);
    this.#last.set(loss.api, loss);
  }

  /** These were told; what has grown since is to be told again. */
  told(losses: readonly Loss[]): void {
    for (const loss of losses) if (this.#untold.get(loss.id) === loss) this.#untold.delete(loss.id);
  }
}

function isNear(last: Loss, { from, to }: Lost): boolean {
  return from <= last.to + APART_MS && to >= last.from - APART_MS;
}

function grown(last: Loss, { from, to, requests }: Lost): Loss {
  return {
    ...last,
    from: Math.min(last.from, from),
    to: Math.max(last.to, to),
    requests: last.requests + requests,
  };
}
