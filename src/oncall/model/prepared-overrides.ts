import { instantOfEnd, instantOfStart } from "./written-instant.ts";
import type { Override } from "./schedule.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** What an override does, people by index. */
export type IndexedChange =
  | { readonly kind: "replace"; readonly person: number; readonly with: number }
  | { readonly kind: "add"; readonly person: number }
  | { readonly kind: "remove"; readonly person: number }
  | { readonly kind: "everyone"; readonly people: readonly number[] };

/** The changes in force at an instant, in the order of the list, and how long they stay (epoch ms, half-open). */
export interface ChangesInForce {
  readonly changes: readonly IndexedChange[];
  readonly since: number;
  readonly until: number;
}

interface DatedChange {
  readonly from: number;
  readonly to: number;
  readonly change: IndexedChange;
}

/** Overrides made ready: the time line, cut wherever one begins or ends. */
export class PreparedOverrides {
  /** Ascending; piece 0 lies before all of them. */
  readonly #pieces: readonly ChangesInForce[];

  constructor(overrides: readonly Override[], clock: ZoneClock, indexOf: (person: string) => number) {
    const dated = overrides.map((override) => ({
      from: instantOfStart(override.from, clock),
      to: instantOfEnd(override.to, clock),
      change: indexed(override, indexOf),
    }));
    this.#pieces = piecesOf(dated.filter(({ from, to }) => from < to));
  }

  /** The instant from which none is in force any more; before all time when there is none. */
  get settledFrom(): number {
    return this.#pieces.at(-1)?.since ?? Number.NEGATIVE_INFINITY;
  }

  at(at: number): ChangesInForce {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.since ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low] ?? ALWAYS_NOTHING;
  }
}

const ALWAYS_NOTHING: ChangesInForce = {
  changes: [],
  since: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
};

function piecesOf(dated: readonly DatedChange[]): ChangesInForce[] {
  const cuts = [...new Set(dated.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const bounds = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  const beginning = Map.groupBy(
    dated.map((each, place) => ({ ...each, place })),
    ({ from }) => from,
  );
  let inForce: { readonly to: number; readonly change: IndexedChange; readonly place: number }[] = [];
  return bounds.slice(0, -1).map((since, piece) => {
    inForce = [...inForce.filter(({ to }) => to > since), ...(beginning.get(since) ?? [])];
    const inOrder = inForce.toSorted((a, b) => a.place - b.place);
    return { changes: inOrder.map(({ change }) => change), since, until: bounds[piece + 1] ?? since };
  });
}

function indexed({ change }: Override, indexOf: (person: string) => number): IndexedChange {
  switch (change.kind) {
    case "replace":
      return { kind: "replace", person: indexOf(change.person), with: indexOf(change.with) };
    case "everyone":
      return { kind: "everyone", people: change.people.map(indexOf) };
    case "add":
    case "remove":
      return { kind: change.kind, person: indexOf(change.person) };
  }
}
