import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS, SECOND_MS, SaveReader, SaveWriter } from "#kernel";
import { START } from "../recorded.testing.ts";
import { type TrafficChange, trafficStepMs, VanishedTraffic } from "./vanished-traffic.ts";

const WEEK_MS = 7 * DAY_MS;
const STEP_MS = HOUR_MS / 2;
const WEEK = WEEK_MS / STEP_MS;
const STEPS = 7 * WEEK;

/** A stretch of half hours with another traffic than usual, perhaps not watched, perhaps known a step late. */
interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly requests: number;
  readonly watched: boolean;
  readonly late: boolean;
}

const stretches = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: STEPS }),
    length: fc.integer({ min: 1, max: 60 }),
    requests: fc.constantFrom(0, 2, 5, 6, 60),
    watched: fc.boolean(),
    late: fc.boolean(),
  }),
  { maxLength: 40, size: "max" },
);
const usual = fc.array(fc.constantFrom(0, 20, 49, 50, 51, 500), { minLength: 1, maxLength: 5 });

/** Half hours of seven weeks, and what the rule says of them by its definition. */
class Story {
  readonly #usual: readonly number[];
  readonly #stretches: readonly Stretch[];

  constructor(usualRequests: readonly number[], list: readonly Stretch[]) {
    this.#usual = usualRequests;
    this.#stretches = list;
  }

  stretchAt(step: number): Stretch | undefined {
    return this.#stretches.find(({ from, length }) => step >= from && step < from + length);
  }

  requestsOf(step: number): number {
    return this.stretchAt(step)?.requests ?? (this.#usual[step % this.#usual.length] as number);
  }

  isMeasured(end: number): boolean {
    return end >= 2 && [end - 1, end - 2].every((step) => this.stretchAt(step)?.watched ?? true);
  }

  /** What is to be said at the end of a step, when it fires already or not. */
  expectedAt(at: number, firing: boolean): TrafficChange["what"] | null {
    if (!this.isMeasured(at)) return null;
    const votes = [1, 2, 3, 4]
      .map((week) => at - week * WEEK)
      .filter((then) => this.isMeasured(then))
      .map((then) => this.#knownAt(at, then))
      .toSorted((a, b) => a - b);
    const half = votes.length / 2;
    const median = ((votes[Math.ceil(half) - 1] ?? 0) + (votes[Math.floor(half)] ?? 0)) / 2;
    const [told, vanished] = [votes.length >= 2 && median >= 100, this.#knownAt(at, at) < median / 10];
    if (!firing) return told && vanished ? "vanishes" : null;
    if (!told) return "lapses";
    return vanished ? null : "resolves";
  }

  /** Requests of the hour that ends with step `end`, as they are known at `at`. */
  #knownAt(at: number, end: number): number {
    const known = [end - 1, end - 2].filter((step) => !(this.stretchAt(step)?.late === true && step >= at - 1));
    return known.reduce((sum, step) => sum + this.requestsOf(step), 0);
  }
}

test("it fires and ends as its definition says, with late counts, without what was not measured, though it be saved and restored", () => {
  const seen = { vanishes: 0, resolves: 0, lapses: 0 };
  fc.assert(
    fc.property(usual, stretches, fc.nat(STEPS), (usualRequests, list, savedAt) => {
      const story = new Story(usualRequests, list);
      const isMeasured = ({ to }: Interval): boolean => story.isMeasured((to - START) / STEP_MS);
      const newWatch = (): VanishedTraffic => new VanishedTraffic({ startedAt: START, stepMs: STEP_MS, isMeasured });
      let watch = newWatch();
      const count = (step: number): void => watch.count(START + step * STEP_MS, story.requestsOf(step));
      let firing = false;
      for (let at = 1; at <= STEPS; at++) {
        if (at === savedAt) watch = restoredInto(newWatch(), watch);
        const late = (step: number): boolean => story.stretchAt(step)?.late === true;
        if (at > 1 && late(at - 2)) count(at - 2);
        if (!late(at - 1)) count(at - 1);
        const what = watch.tick(START + at * STEP_MS)?.what ?? null;
        assert.equal(what, story.expectedAt(at, firing), `at step ${at}`);
        if (what === null) continue;
        seen[what]++;
        firing = what === "vanishes";
      }
    }),
  );
  assert.ok(Math.min(seen.vanishes, seen.resolves, seen.lapses) > 10, JSON.stringify(seen));
});

function restoredInto(made: VanishedTraffic, watch: VanishedTraffic): VanishedTraffic {
  const to = new SaveWriter();
  watch.save(to);
  made.restore(new SaveReader(to.finish()));
  return made;
}

/** A watch over an API with so many requests a minute for `weeks` weeks. */
function watchOf(weeks: number, perMinute: number): VanishedTraffic {
  const watch = new VanishedTraffic({ startedAt: START, stepMs: MINUTE_MS, isMeasured: () => true });
  for (let at = START; at < START + weeks * WEEK_MS; at += MINUTE_MS) watch.count(at, perMinute);
  return watch;
}

function firstChange(watch: VanishedTraffic, until: number): readonly [at: number, change: TrafficChange] | null {
  for (let at = watch.nextAt; at <= until; at = watch.nextAt) {
    const change = watch.tick(at);
    if (change !== null) return [at, change];
  }
  return null;
}

test("the manual's example: of 600 requests an hour fewer than 60 are left after 54 minutes and one more", () => {
  const end = START + 3 * WEEK_MS;
  const found = firstChange(watchOf(3, 10), end + DAY_MS);
  assert.ok(found);
  assert.equal(found[0], end + 55 * MINUTE_MS);
  assert.deepEqual(found[1], {
    what: "vanishes",
    facts: {
      window: { from: found[0] - HOUR_MS, to: found[0] },
      requests: 50,
      expected: 600,
      votes: [
        { weeksAgo: 1, requests: 600 },
        { weeksAgo: 2, requests: 600 },
      ],
    },
  });
});

test("one week of history has one vote, and that is not enough; 99 requests an hour are not enough either", () => {
  assert.equal(firstChange(watchOf(1, 10), START + 2 * WEEK_MS), null);
  const watch = new VanishedTraffic({ startedAt: START, stepMs: MINUTE_MS, isMeasured: () => true });
  for (let hour = 0; hour < 3 * 168; hour++) watch.count(START + hour * HOUR_MS, 99);
  assert.equal(firstChange(watch, START + 12 * WEEK_MS), null);
});

test("more requests in a minute than 32 bits hold are counted to the unit", () => {
  const end = START + 3 * WEEK_MS;
  const watch = watchOf(3, 2 ** 31);
  for (let at = end; at < end + DAY_MS; at += MINUTE_MS) watch.count(at, 2 ** 32 + 5);
  assert.equal(firstChange(watch, end + DAY_MS), null);
});

test("an API that is gone for good costs no step when four weeks have passed", () => {
  const watch = watchOf(3, 10);
  const changes: string[] = [];
  for (let found = firstChange(watch, Number.MAX_SAFE_INTEGER); found !== null;) {
    changes.push(found[1].what);
    found = watch.nextAt === Number.POSITIVE_INFINITY ? null : firstChange(watch, START + 100 * WEEK_MS);
  }
  assert.deepEqual(changes, ["vanishes", "lapses"]);
  assert.equal(watch.nextAt, Number.POSITIVE_INFINITY);
  // It may come back years later.
  const back = START + 300 * WEEK_MS;
  watch.count(back, 5);
  assert.equal(watch.nextAt, back + MINUTE_MS);
  assert.equal(watch.tick(watch.nextAt), null);
});

test("slots longer than a minute are looked at as they end, unless no whole number of them makes an hour", () => {
  assert.equal(trafficStepMs(), MINUTE_MS);
  assert.equal(trafficStepMs(30 * SECOND_MS), MINUTE_MS);
  assert.equal(trafficStepMs(5 * MINUTE_MS), 5 * MINUTE_MS);
  assert.equal(trafficStepMs(40 * SECOND_MS), 40 * SECOND_MS);
  assert.equal(trafficStepMs(7 * MINUTE_MS), null);
  assert.equal(trafficStepMs(2 * HOUR_MS), null);
});
