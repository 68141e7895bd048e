import assert from "node:assert/strict";
import { DAY_MS, HOUR_MS, instantText, MINUTE_MS, type Random } from "#kernel";
import { BruteForce } from "./brute-force.testing.ts";
import { OnCall } from "./on-call.ts";
import { invented } from "./schedules.testing.ts";
import { ZoneClock } from "./zone-clock.ts";

/** Counting turns one by one takes its time. */
const COUNTED_MS = 400 * DAY_MS;

/**
 * Invents a schedule and holds the resolver to the brute force for each minute of some hours, often around a change of
 * the clock: the expansion of these hours, and, for some of the minutes, the live answer with its ends.
 */
export function compareByMinute(random: Random, zone: string, seed: string): void {
  const clock = new ZoneClock(zone);
  const about = Date.UTC(2025 + random.below(3), random.below(12), 1 + random.below(28), random.below(24));
  const [change] = random.below(4) === 0 ? [] : clock.changes(about, about + 200 * DAY_MS);
  const near = change?.before ?? about;
  const schedule = invented(random, zone, near);
  const [onCall, bruteForce] = [new OnCall(schedule), new BruteForce(schedule)];
  const from = (change?.at ?? about) - 5 * HOUR_MS;
  const to = from + 11 * HOUR_MS;
  const { shifts } = onCall.shiftsIn({ from, to });
  for (let at = from; at < to; at += MINUTE_MS) {
    const expected = bruteForce.peopleAt(at);
    const shift = shifts.find(({ start, end }) => start <= at && at < end);
    const told = (): string => `${seed}: ${instantText(at)} of ${JSON.stringify(schedule)}`;
    assertSame(shift?.people ?? [], expected, told);
    if (random.below(20) > 0) continue;
    const live = onCall.at(at);
    assertSame(live.people, expected, told);
    assertTrueEnds(live, at, { people: expected, bruteForce, told });
  }
}

interface Expected {
  readonly people: readonly string[];
  readonly bruteForce: BruteForce;
  readonly told: () => string;
}

/** Nothing changes inside, and somebody else is on call just outside. */
function assertTrueEnds({ since, until }: ReturnType<OnCall["at"]>, at: number, expected: Expected): void {
  const { people, bruteForce, told } = expected;
  if ((since ?? at) > at || at >= (until ?? at + 1)) assert.fail(told());
  if (since !== null && since > at - COUNTED_MS) {
    assertSame(bruteForce.peopleAt(since), people, told);
    assert.notDeepEqual(bruteForce.peopleAt(since - 1), people);
  }
  if (until !== null && until < at + COUNTED_MS) {
    assertSame(bruteForce.peopleAt(until - 1), people, told);
    assert.notDeepEqual(bruteForce.peopleAt(until), people);
  }
}

/** The schedule is printed only when it is needed: that takes longer than to look at it. */
function assertSame(found: readonly string[], expected: readonly string[], told: () => string): void {
  if (found.join() !== expected.join()) assert.deepEqual(found, expected, told());
}
