import type { Interval } from "#kernel";
import { PreparedLayer, NOBODY } from "./prepared-layer.ts";
import { type IndexedChange, PreparedOverrides } from "./prepared-overrides.ts";
import { peopleOf } from "./people-of.ts";
import { roundMs } from "./round-ms.ts";
import type { Schedule } from "./schedule.ts";
import { ZoneClock } from "./zone-clock.ts";

/** Who is on call at an instant, and between which changes of people (epoch ms, half-open); null = since ever, for ever. */
export interface OnCallNow {
  /** In the order of their names; empty = nobody. */
  readonly people: readonly string[];
  readonly since: number | null;
  readonly until: number | null;
}

/** A time through which the same people are on call (epoch ms, half-open). */
export interface Shift {
  readonly start: number;
  readonly end: number;
  /** In the order of their names, at least one. */
  readonly people: readonly string[];
}

/** What a time consists of: shifts, and gaps with nobody. Together they fill it without overlapping. */
export interface Shifts {
  readonly shifts: readonly Shift[];
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
}

/** People by index, and between which instants they surely stay the same. */
interface State {
  readonly people: readonly number[];
  readonly since: number;
  readonly until: number;
}

/** The instant at which other people take over, and their state. */
interface Turnover {
  readonly at: number;
  readonly state: State;
}

/** The end of the year 9999: RFC 3339 has no later one. */
const LAST_MS = 253_402_300_800_000;

/**
 * The one resolver of a schedule: everything that asks who is on call asks it. It is made once for a schedule, and then
 * answers by arithmetic: no walk from the beginning, so an instant in a hundred years costs what one of today does.
 */
export class OnCall {
  readonly clock: ZoneClock;
  readonly #names: readonly string[];
  /** The highest priority first; those of one list share the shift. */
  readonly #layers: readonly (readonly PreparedLayer[])[];
  readonly #overrides: PreparedOverrides;
  /** From then on, all that was written about dates is past and only turns and weeks repeat. */
  readonly #settledFrom: number;
  /** Who does not change within this time after that never does. */
  readonly #roundMs: number;

  constructor(schedule: Schedule) {
    this.clock = new ZoneClock(schedule.zone);
    this.#names = peopleOf(schedule);
    const indexes = new Map(this.#names.map((name, index) => [name, index]));
    const indexOf = (name: string): number => indexes.get(name) ?? NOBODY;
    const layers = schedule.layers.map((layer) => new PreparedLayer(layer, this.clock, indexOf));
    const byPriority = [...Map.groupBy(layers, ({ priority }) => priority)].toSorted(([a], [b]) => b - a);
    this.#layers = byPriority.map(([, same]) => same);
    this.#overrides = new PreparedOverrides(schedule.overrides, this.clock, indexOf);
    this.#settledFrom = Math.max(this.#overrides.settledFrom, ...layers.map(({ settledFrom }) => settledFrom));
    this.#roundMs = roundMs(schedule.layers.map((layer, place) => ({ ...layer, people: layers[place]?.people ?? 0 })));
  }

  /** Who is on call at an instant (epoch ms), since and until which true change of people. */
  at(at: number): OnCallNow {
    const state = this.#stateAt(at);
    return {
      people: this.#namesOf(state.people),
      since: finiteOrNull(this.#sinceOf(state)),
      until: finiteOrNull(this.#untilOf(state)),
    };
  }

  /** Who is on call at an instant (epoch ms), without the search for how long; in the order of their names. */
  peopleAt(at: number): string[] {
    return this.#namesOf(this.#stateAt(at).people);
  }

  /** The shifts and gaps of a time, cut at its ends; none when it is empty. Neighbours differ in their people. */
  shiftsIn({ from, to }: Interval): Shifts {
    const shifts: Shift[] = [];
    const gaps: { start: number; end: number }[] = [];
    let next: Turnover = { at: from, state: this.#stateAt(from) };
    while (next.at < to) {
      const { at: start, state } = next;
      next = this.#turnoverAfter(state, to);
      if (state.people.length === 0) gaps.push({ start, end: next.at });
      else shifts.push({ start, end: next.at, people: this.#namesOf(state.people) });
    }
    return { shifts, gaps };
  }

  /** The first change to other people after a state, at most `to`. */
  #turnoverAfter(state: State, to: number): Turnover {
    let at = state.until;
    while (at < to) {
      const next = this.#stateAt(at);
      if (!areSame(next.people, state.people)) return { at, state: next };
      at = next.until;
    }
    return { at: to, state };
  }

  #untilOf(state: State): number {
    const limit = Math.min(Math.max(state.until, this.#settledFrom) + this.#roundMs, LAST_MS);
    const { at } = this.#turnoverAfter(state, limit);
    return at < limit ? at : Number.POSITIVE_INFINITY;
  }

  #sinceOf({ people, since }: State): number {
    let begin = since;
    while (Number.isFinite(begin)) {
      const before = this.#stateAt(begin - 1);
      if (!areSame(before.people, people)) return begin;
      begin = before.since;
    }
    return begin;
  }

  #stateAt(at: number): State {
    const { changes, since, until } = this.#overrides.at(at);
    const whole = changes.findLastIndex(({ kind }) => kind === "everyone");
    if (whole >= 0) return { people: changed([], changes.slice(whole)), since, until };
    const state = this.#layersAt(at);
    return {
      people: changes.length === 0 ? state.people : changed(state.people, changes),
      since: Math.max(since, state.since),
      until: Math.min(until, state.until),
    };
  }

  /** Lower layers are not asked where a higher one has somebody: what they do then changes nobody. */
  #layersAt(at: number): State {
    let since = Number.NEGATIVE_INFINITY;
    let until = Number.POSITIVE_INFINITY;
    let people: number[] = [];
    for (const layers of this.#layers) {
      for (const layer of layers) {
        const state = layer.at(at);
        since = Math.max(since, state.since);
        until = Math.min(until, state.until);
        if (state.person !== NOBODY && !people.includes(state.person)) people.push(state.person);
      }
      if (people.length > 0) break;
    }
    if (people.length > 1) people = people.toSorted((a, b) => a - b);
    return { people, since, until };
  }

  #namesOf(people: readonly number[]): string[] {
    return people.map((index) => this.#names[index] ?? "");
  }
}

/** What overrides make of the people on call, in the order of the list. */
function changed(people: readonly number[], changes: readonly IndexedChange[]): number[] {
  const onCall = new Set(people);
  for (const change of changes) apply(onCall, change);
  return [...onCall].toSorted((a, b) => a - b);
}

function apply(onCall: Set<number>, change: IndexedChange): void {
  switch (change.kind) {
    case "replace":
      if (onCall.delete(change.person)) onCall.add(change.with);
      return;
    case "add":
      onCall.add(change.person);
      return;
    case "remove":
      onCall.delete(change.person);
      return;
    case "everyone":
      onCall.clear();
      for (const person of change.people) onCall.add(person);
  }
}

function areSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((person, place) => person === other[place]);
}

function finiteOrNull(at: number): number | null {
  return Number.isFinite(at) ? at : null;
}
