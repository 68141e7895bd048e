import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, instantText, MINUTE_MS, Random } from "#kernel";
import { BruteForce } from "./brute-force.testing.ts";
import { eventsOfPerson, eventsOfSchedule } from "./calendar-events.ts";
import { invented, ZONES } from "./schedules.testing.ts";
import type { Override, Schedule } from "./schedule.ts";
import { type ScheduleVersion, ServedSchedule } from "./served-schedule.ts";
import { ZoneClock } from "./zone-clock.ts";

const SEED = Number(process.env["PROPERTY_SEED"] ?? (process.env["CI"] === "true" ? 4_747 : Date.now() % 1_000_000));
const ROUNDS = 30;

/** A schedule that had some texts, of which each said something else, with overrides made beside them. */
function inventedServed(random: Random, zone: string, near: number) {
  const versions: ScheduleVersion[] = Array.from({ length: 1 + random.below(4) }, (_, place) => ({
    from: near - 5 * HOUR_MS + place * 2 * HOUR_MS + random.below(60) * MINUTE_MS,
    schedule: place > 0 && random.below(8) === 0 ? null : invented(random, zone, near),
  }));
  const beside = Array.from({ length: random.below(4) }, (): Override[] => {
    const from = near + (random.below(40) - 20) * 15 * MINUTE_MS;
    const [first] = invented(random, zone, near).overrides;
    if (first === undefined) return [];
    const to = from + (1 + random.below(20)) * 15 * MINUTE_MS;
    return [{ from: { kind: "instant", at: from }, to: { kind: "instant", at: to }, change: first.change }];
  }).flat();
  return { versions, beside, served: new ServedSchedule(versions, beside) };
}

/** By definition: the text in force then, its overrides, then those beside it; nobody where there is no text. */
function byDefinition(versions: readonly ScheduleVersion[], beside: readonly Override[]) {
  const counted = versions.map(({ schedule }) =>
    schedule === null ? null : new BruteForce({ ...schedule, overrides: [...schedule.overrides, ...beside] }),
  );
  return (at: number): string => {
    const place = Math.max(
      0,
      versions.findLastIndex(({ from }) => from <= at),
    );
    return counted[place]?.peopleAt(at).join() ?? "";
  };
}

for (const zone of ZONES) {
  test(`in ${zone} the live answer, any expansion and a count by minute agree over edits and overrides`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const told = `PROPERTY_SEED=${SEED}, round ${round}`;
      const about = Date.UTC(2025 + random.below(3), random.below(12), 1 + random.below(28), random.below(24));
      const [change] = random.below(3) === 0 ? [] : new ZoneClock(zone).changes(about, about + 200 * DAY_MS);
      const near = change?.before ?? about;
      const { versions, beside, served } = inventedServed(random, zone, near);
      const expected = byDefinition(versions, beside);
      const from = (change?.at ?? about) - 6 * HOUR_MS;
      const to = from + 12 * HOUR_MS;
      const cut = from + random.below(12 * 60) * MINUTE_MS;
      const parts = [served.shiftsIn({ from, to: cut }), served.shiftsIn({ from: cut, to })];
      const shifts = parts.flatMap((part) => part.shifts);
      for (let at = from; at < to; at += MINUTE_MS) {
        const people = expected(at);
        const shift = shifts.find(({ start, end }) => start <= at && at < end);
        assert.equal(shift?.people.join() ?? "", people, `${told} at ${instantText(at)}`);
        if (random.below(30) > 0) continue;
        const live = served.at(at);
        assert.equal(live.people.join(), people, told);
        assert.equal(served.peopleAt(at).join(), people, told);
        if (live.since !== null && live.since > from) {
          assert.equal(expected(live.since), people, told);
          assert.notEqual(expected(live.since - 1), people, `${told}: since ${instantText(live.since)}`);
        }
        if (live.until !== null && live.until < to) {
          assert.equal(expected(live.until - 1), people, told);
          assert.notEqual(expected(live.until), people, `${told}: until ${instantText(live.until)}`);
        }
      }
    }
  });
}

test("whatever is said from an instant on, no shift before it changes", () => {
  const random = new Random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const near = Date.UTC(2026, random.below(12), 1 + random.below(28));
    const { served } = inventedServed(random, "Europe/Madrid", near);
    const now = near + 6 * HOUR_MS;
    const later = served.goingOnAs({ from: now, schedule: invented(random, "Europe/Madrid", near) });
    const past = { from: near - 20 * DAY_MS, to: now };
    assert.deepEqual(later.shiftsIn(past), served.shiftsIn(past), `PROPERTY_SEED=${SEED}, round ${round}`);
  }
});

test("an event of a calendar begins and ends where it truly does, wherever the calendar begins and ends", () => {
  const random = new Random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const near = Date.UTC(2026, random.below(12), 1 + random.below(28));
    const { served } = inventedServed(random, "Europe/Madrid", near);
    const told = `PROPERTY_SEED=${SEED}, round ${round}`;
    const wide = { from: near - 60 * DAY_MS, to: near + 60 * DAY_MS };
    const narrow = { from: near - random.below(20) * HOUR_MS, to: near + (1 + random.below(48)) * HOUR_MS };
    // What never ends is drawn to where the calendar ends.
    const inside = ({ start, end }: { start: number; end: number }): boolean =>
      start > wide.from && end < wide.to && start < narrow.to && end > narrow.from && end !== narrow.to;
    const whole = eventsOfSchedule(served, wide).filter(inside);
    assert.deepEqual(eventsOfSchedule(served, narrow).filter(inside), whole, told);
    for (const person of served.namesIn(wide)) {
      const own = eventsOfPerson(served, person, wide).filter(inside);
      assert.deepEqual(eventsOfPerson(served, person, narrow).filter(inside), own, told);
    }
  }
});

test("a schedule that was removed puts nobody on call, also not by an override", () => {
  const schedule: Schedule = { zone: "UTC", layers: [], overrides: [] };
  const change = { kind: "add", person: "ana" } as const;
  const always: Override = { from: { kind: "instant", at: 0 }, to: { kind: "instant", at: 100 }, change };
  const served = new ServedSchedule(
    [
      { from: 10, schedule },
      { from: 50, schedule: null },
    ],
    [always],
  );
  assert.deepEqual(served.at(20), { people: ["ana"], since: 0, until: 50 });
  assert.deepEqual(served.at(50), { people: [], since: 50, until: null });
});
