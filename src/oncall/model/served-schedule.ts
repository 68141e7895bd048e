import type { Interval } from "#kernel";
import { OnCall, type OnCallNow, type Shifts } from "./on-call.ts";
import { peopleOf } from "./people-of.ts";
import { peopleFrom } from "./people-from.ts";
import type { Override, Schedule } from "./schedule.ts";

/** What a schedule says from an instant on; null: it was removed then. Looked at only when somebody asks about its time. */
export interface ScheduleVersion {
  /** Epoch ms; of the first, all time before it too. */
  readonly from: number;
  readonly schedule: Schedule | null;
}

/** A text that a served schedule had, and the time in which it was in force (epoch ms, half-open). */
export interface PartInForce extends Interval {
  readonly schedule: Schedule;
}

/** The same people, and until which change of them. */
interface Duty {
  readonly people: readonly string[];
  readonly start: number;
  readonly end: number;
}

/**
 * The resolver of a schedule that is served: of each instant the text that was in force then decides, with the overrides
 * that were made beside it, which hold over any text. So an edit changes no shift before it. Made once after each change.
 */
export class ServedSchedule {
  /** Ascending, at least one. */
  readonly #versions: readonly ScheduleVersion[];
  readonly #overrides: readonly Override[];
  readonly #prepared = new Map<number, OnCall>();

  /** `overrides` are those made beside the text, in the order in which they are applied. */
  constructor(versions: readonly ScheduleVersion[], overrides: readonly Override[]) {
    this.#versions = versions.toSorted((a, b) => a.from - b.from);
    this.#overrides = overrides;
  }

  /** The same schedule, if it said something else from an instant on. */
  goingOnAs(draft: ScheduleVersion): ServedSchedule {
    return new ServedSchedule([...this.#versions.filter(({ from }) => from < draft.from), draft], this.#overrides);
  }

  /** What is in force at last. */
  get latest(): Schedule | null {
    return this.#versions.at(-1)?.schedule ?? null;
  }

  /** Makes the text that is in force at last ready, which takes some milliseconds; else the first question does. */
  prepare(): void {
    this.#onCallOf(this.#versions.length - 1);
  }

  /** The resolver of the text that is in force at last. */
  get resolver(): OnCall {
    return this.#onCallOf(this.#versions.length - 1);
  }

  /** Who is on call at an instant (epoch ms), since and until which true change of people, whatever text says so. */
  at(at: number): OnCallNow {
    const place = this.#placeOf(at);
    const { people, since, until } = this.#onCallOf(place).at(at);
    return { people, since: this.#sinceOf(place, { people, since }), until: this.#untilOf(place, { people, until }) };
  }

  /** Who is on call at an instant (epoch ms), without the search for how long. */
  peopleAt(at: number): string[] {
    return this.#onCallOf(this.#placeOf(at)).peopleAt(at);
  }

  /** Everybody whom its texts and overrides name in a time. */
  namesIn(asked: Interval): ReadonlySet<string> {
    return new Set(this.partsIn(asked).flatMap(({ schedule }) => peopleOf(this.#withOverrides(schedule))));
  }

  /** Whom it puts on call, or may, at an instant or later, by its text and by what was made beside it. */
  peopleFrom(at: number): string[] {
    return this.latest === null ? [] : peopleFrom(this.#withOverrides(this.latest), at, this.resolver.clock);
  }

  /** Shifts and gaps of a time, cut at its ends; neighbours differ in their people. */
  shiftsIn(asked: Interval): Shifts {
    const duties: Duty[] = [];
    for (const { place, from, to } of this.#placesIn(asked)) {
      const { shifts, gaps } = this.#onCallOf(place).shiftsIn({ from, to });
      const parts = [...shifts, ...gaps.map((gap) => ({ ...gap, people: [] }))].toSorted((a, b) => a.start - b.start);
      for (const duty of parts) push(duties, duty);
    }
    return {
      shifts: duties.filter(({ people }) => people.length > 0),
      gaps: duties.filter(({ people }) => people.length === 0).map(({ start, end }) => ({ start, end })),
    };
  }

  /** The texts in force in a time, oldest first, each with its part of it; a time without a text has none. */
  partsIn(asked: Interval): PartInForce[] {
    return this.#placesIn(asked).flatMap(({ place, from, to }) => {
      const schedule = this.#versions[place]?.schedule ?? null;
      return schedule === null ? [] : [{ schedule, from, to }];
    });
  }

  #placesIn({ from, to }: Interval): { readonly place: number; readonly from: number; readonly to: number }[] {
    return this.#versions.flatMap((_, place) => {
      const part = { place, from: Math.max(from, this.#beginOf(place)), to: Math.min(to, this.#beginOf(place + 1)) };
      return part.from < part.to ? [part] : [];
    });
  }

  #sinceOf(place: number, { people, since }: Pick<OnCallNow, "people" | "since">): number | null {
    const begin = this.#beginOf(place);
    if (place === 0 || (since !== null && since > begin)) return since;
    const before = this.#onCallOf(place - 1).at(begin - 1);
    return areSame(before.people, people) ? this.#sinceOf(place - 1, before) : begin;
  }

  #untilOf(place: number, { people, until }: Pick<OnCallNow, "people" | "until">): number | null {
    const end = this.#beginOf(place + 1);
    if (place === this.#versions.length - 1 || (until !== null && until < end)) return until;
    const next = this.#onCallOf(place + 1).at(end);
    return areSame(next.people, people) ? this.#untilOf(place + 1, next) : end;
  }

  #placeOf(at: number): number {
    return Math.max(
      0,
      this.#versions.findLastIndex(({ from }) => from <= at),
    );
  }

  #beginOf(place: number): number {
    if (place === 0) return Number.NEGATIVE_INFINITY;
    return this.#versions[place]?.from ?? Number.POSITIVE_INFINITY;
  }

  /** Old texts are made ready only when somebody asks about their time. */
  #onCallOf(place: number): OnCall {
    const known = this.#prepared.get(place);
    if (known !== undefined) return known;
    const schedule = this.#versions[place]?.schedule ?? null;
    const made = new OnCall(schedule === null ? NOTHING : this.#withOverrides(schedule));
    this.#prepared.set(place, made);
    return made;
  }

  #withOverrides(schedule: Schedule): Schedule {
    return { ...schedule, overrides: [...schedule.overrides, ...this.#overrides] };
  }
}

/** What was removed puts nobody on call, also by an override. */
const NOTHING: Schedule = { zone: "UTC", layers: [], overrides: [] };

function push(duties: Duty[], next: Duty): void {
  const last = duties.at(-1);
  if (last?.end === next.start && areSame(last.people, next.people)) {
    duties[duties.length - 1] = { ...last, end: next.end };
  } else duties.push(next);
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((person, place) => person === other[place]);
}
