import type { Layer } from "./schedule.ts";
import { rosterOf, type Stretch } from "./roster.ts";
import { type Turns, turnsOf } from "./turns.ts";
import { WeekPattern } from "./week-pattern.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** Whom a layer has at an instant, and for how long that surely stays so (epoch ms, half-open). */
export interface LayerState {
  /** Index of the person; `NOBODY` when there is none. */
  readonly person: number;
  readonly since: number;
  readonly until: number;
}

/** No index of a person. */
export const NOBODY = -1;

/** A layer made ready: answers by arithmetic. */
export class PreparedLayer {
  readonly priority: number;
  /** When it applies within its dates; absent = always. */
  readonly pattern: WeekPattern | undefined;
  readonly from: number;
  readonly until: number;
  readonly #clock: ZoneClock;
  readonly #turns: Turns;
  readonly #stretches: readonly Stretch[];

  constructor(layer: Layer, clock: ZoneClock, indexOf: (person: string) => number) {
    const pattern = layer.only === undefined ? undefined : new WeekPattern(layer.only);
    this.priority = layer.priority;
    this.pattern = pattern?.isAlways === true ? undefined : pattern;
    this.from = clock.first(layer.from);
    this.until = layer.until === undefined ? Number.POSITIVE_INFINITY : clock.first(layer.until);
    this.#clock = clock;
    this.#turns = turnsOf(layer, this.pattern);
    this.#stretches = rosterOf(layer, this.#turns, { clock, indexOf });
  }

  /** From then on neither its members nor its own dates change. */
  get settledFrom(): number {
    const members = this.#handoff(this.#stretches.at(-1)?.firstTurn ?? 0);
    return Number.isFinite(this.until) ? Math.max(members, this.until) : members;
  }

  /** Whether somebody has each of its turns. */
  get isNeverEmpty(): boolean {
    return this.#stretches.every(({ people }) => people.length > 0);
  }

  /** How many people share its turns from then on. */
  get people(): number {
    return this.#stretches.at(-1)?.people.length ?? 0;
  }

  at(at: number): LayerState {
    if (at < this.from) return { person: NOBODY, since: Number.NEGATIVE_INFINITY, until: this.from };
    if (at >= this.until) return { person: NOBODY, since: this.until, until: Number.POSITIVE_INFINITY };
    const turn = this.#turnAt(at);
    const held = turn.person === NOBODY ? undefined : this.pattern?.at(at, this.#clock);
    if (held === undefined) return this.#within(turn);
    if (!held.holds) return this.#within({ person: NOBODY, since: held.since, until: held.until });
    return this.#within({
      person: turn.person,
      since: Math.max(turn.since, held.since),
      until: Math.min(turn.until, held.until),
    });
  }

  #turnAt(at: number): LayerState {
    const turn = this.#turns.at(this.#clock.latestWall(at));
    let index = this.#stretches.length - 1;
    while (index > 0 && (this.#stretches[index]?.firstTurn ?? 0) > turn) index--;
    const { firstTurn = 0, people = [] } = this.#stretches[index] ?? {};
    const [first = NOBODY] = people;
    if (people.every((person) => person === first)) {
      const next = this.#stretches[index + 1];
      const until = next === undefined ? Number.POSITIVE_INFINITY : this.#handoff(next.firstTurn);
      return { person: first, since: this.#handoff(firstTurn), until };
    }
    const person = people[(turn - firstTurn) % people.length] ?? NOBODY;
    return { person, since: this.#handoff(turn), until: this.#handoff(turn + 1) };
  }

  #handoff(turn: number): number {
    return this.#clock.first(this.#turns.start(turn));
  }

  #within({ person, since, until }: LayerState): LayerState {
    return { person, since: Math.max(since, this.from), until: Math.min(until, this.until) };
  }
}
