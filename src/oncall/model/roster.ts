import type { Layer, Member } from "./schedule.ts";
import { instantOfStart } from "./written-instant.ts";
import type { Turns } from "./turns.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** Turns through which the same people take part. */
export interface Stretch {
  readonly firstTurn: number;
  /** Indexes of people, the one of the first turn first; empty = nobody. */
  readonly people: readonly number[];
}

interface DatedMember {
  readonly person: number;
  readonly from: number;
  readonly until: number;
}

/**
 * The stretches of a layer, ascending. At each handoff the turn goes to the next in the roster, after the one who had
 * it last, who is a member at that instant. So who joins or leaves changes nothing before.
 */
export function rosterOf(
  layer: Layer,
  turns: Turns,
  { clock, indexOf }: { readonly clock: ZoneClock; readonly indexOf: (person: string) => number },
): Stretch[] {
  const members = layer.rotate.map((member) => datedMember(member, indexOf(member.person), clock));
  const handoff = (turn: number): number => clock.first(turns.start(turn));
  const start = handoff(0);
  const changes = members.flatMap(({ from, until }) => [from, until]).filter((at) => at > start && Number.isFinite(at));
  const firsts = [...new Set(changes)].map((at) => firstTurnFrom(at, turns, clock));
  const beginnings = [0, ...new Set(firsts)].toSorted((a, b) => a - b);
  let hadTurn = -1;
  return beginnings.map((firstTurn, index) => {
    const at = handoff(firstTurn);
    const places = members.flatMap(({ from, until }, place) => (from <= at && at < until ? [place] : []));
    const next = Math.max(
      0,
      places.findIndex((place) => place > hadTurn),
    );
    const ordered = [...places.slice(next), ...places.slice(0, next)];
    const count = (beginnings[index + 1] ?? firstTurn) - firstTurn;
    hadTurn = ordered[(count - 1) % ordered.length] ?? hadTurn;
    return { firstTurn, people: ordered.map((place) => members[place]?.person ?? 0) };
  });
}

/** The first turn whose handoff is not before an instant that lies after the first handoff. */
function firstTurnFrom(at: number, turns: Turns, clock: ZoneClock): number {
  let turn = turns.at(clock.latestWall(at));
  if (clock.first(turns.start(turn)) < at) return turn + 1;
  // Where the clock jumps, several handoffs are one instant.
  while (clock.first(turns.start(turn - 1)) >= at) turn--;
  return turn;
}

function datedMember({ from, until }: Member, person: number, clock: ZoneClock): DatedMember {
  return {
    person,
    from: from === undefined ? Number.NEGATIVE_INFINITY : instantOfStart(from, clock),
    until: until === undefined ? Number.POSITIVE_INFINITY : instantOfStart(until, clock),
  };
}
