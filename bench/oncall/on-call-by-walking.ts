import type { Interval } from "#kernel";
import type { Change, Layer, Schedule, WrittenTime } from "../../src/oncall/model/schedule.ts";

type Zoned = Temporal.ZonedDateTime;

/** The plain way, without members' dates and months: from the anchor from handoff to handoff, all of it by `Temporal`. */
export class OnCallByWalking {
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  at(at: number): string[] {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.#schedule.zone);
    const people = new Set(this.#byLayers(zoned));
    for (const { from, to, change } of this.#schedule.overrides) {
      if (this.#instant(from) <= at && at < this.#instant(to)) changePeople(people, change);
    }
    return [...people].toSorted();
  }

  /** Wherever something may change, somebody looks who is on call. */
  shiftsIn({ from, to }: Interval): { start: number; end: number; people: string[] }[] {
    const { layers, overrides } = this.#schedule;
    const cuts = new Set([from]);
    for (const { from: begin, to: end } of overrides) for (const time of [begin, end]) cuts.add(this.#instant(time));
    for (const layer of layers) for (const at of this.#boundaries(layer, to)) cuts.add(at);
    const inside = [...cuts].filter((at) => at >= from && at < to).toSorted((a, b) => a - b);
    const shifts: { start: number; end: number; people: string[] }[] = [];
    for (const [place, start] of inside.entries()) {
      const people = this.at(start);
      const end = inside[place + 1] ?? to;
      const last = shifts.at(-1);
      if (last?.end === start && last.people.join() === people.join()) last.end = end;
      else if (people.length > 0) shifts.push({ start, end, people });
    }
    return shifts;
  }

  #byLayers(at: Zoned): string[] {
    for (const layer of this.#schedule.layers.toReversed()) {
      const turn = this.#turnAt(layer, at);
      if (turn >= 0 && applies(layer, at)) return [layer.rotate[turn % layer.rotate.length]?.person ?? ""];
    }
    return [];
  }

  #turnAt(layer: Layer, at: Zoned): number {
    let turn = -1;
    for (const handoff of this.#handoffs(layer)) {
      if (Temporal.ZonedDateTime.compare(handoff, at) > 0) return turn;
      turn++;
    }
    return turn;
  }

  *#handoffs(layer: Layer): Generator<Zoned> {
    const { count, unit } = layer.every;
    const first = plain(layer.from);
    for (let step = 0; ; step++) {
      const wall = first.add({ [`${unit}s`]: step * count });
      const zoned = wall.toZonedDateTime(this.#schedule.zone);
      if (step === 0 || layer.advance === "calendar" || isCovered(layer, wall)) yield zoned;
    }
  }

  #boundaries(layer: Layer, to: number): number[] {
    const found: number[] = [];
    for (const handoff of this.#handoffs(layer)) {
      if (handoff.epochMilliseconds >= to) break;
      found.push(handoff.epochMilliseconds);
    }
    const monday = plain(layer.from)
      .subtract({ days: plain(layer.from).dayOfWeek - 1 })
      .withPlainTime("00:00");
    for (
      let week = -1;
      monday.add({ weeks: week }).toZonedDateTime(this.#schedule.zone).epochMilliseconds < to;
      week++
    ) {
      for (const { start, length } of layer.only ?? []) {
        for (const minutes of [start, start + length]) {
          const wall = monday.add({ weeks: week }).add({ minutes });
          found.push(wall.toZonedDateTime(this.#schedule.zone).epochMilliseconds);
        }
      }
    }
    return found;
  }

  #instant(time: WrittenTime): number {
    return time.kind === "instant" ? time.at : plain(time.wall).toZonedDateTime(this.#schedule.zone).epochMilliseconds;
  }
}

function applies({ only }: Layer, at: Zoned): boolean {
  const minute = (at.dayOfWeek - 1) * 1_440 + at.hour * 60 + at.minute;
  return only?.some(({ start, length }) => (minute - start + 10_080) % 10_080 < length) ?? true;
}

function isCovered({ only }: Layer, wall: Temporal.PlainDateTime): boolean {
  const begin = (wall.dayOfWeek - 1) * 1_440 + wall.hour * 60 + wall.minute;
  return (
    only?.some(({ start, length }) => {
      const after = (start - begin + 10_080) % 10_080;
      return after < 1_440 || after + length > 10_080;
    }) ?? true
  );
}

function changePeople(people: Set<string>, change: Change): void {
  if (change.kind === "replace" && people.delete(change.person)) people.add(change.with);
}

function plain(wall: number): Temporal.PlainDateTime {
  return new Temporal.PlainDateTime(1970, 1, 1).add({ milliseconds: wall });
}
