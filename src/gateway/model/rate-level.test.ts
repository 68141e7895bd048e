import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RateLevel, type RateRule } from "./rate-level.ts";

/** The same by its definition: the theoretical arrival time as an exact fraction, over `requests`. */
class Oracle {
  readonly #rule: RateRule;
  /** Theoretical arrival time × requests. */
  #arrival: bigint | undefined;
  #last = -(10n ** 30n);

  constructor(rule: RateRule) {
    this.#rule = rule;
  }

  asks(at: number): boolean {
    const rate = BigInt(this.#rule.requests);
    const now = BigInt(at) > this.#last ? BigInt(at) : this.#last;
    this.#last = now;
    const cost = BigInt(this.#rule.perMs);
    const arrival = this.#arrival === undefined || this.#arrival < now * rate ? now * rate : this.#arrival;
    if (arrival + cost - now * rate > BigInt(this.#rule.burst) * cost) return false;
    this.#arrival = arrival + cost;
    return true;
  }
}

const rule: fc.Arbitrary<RateRule> = fc.record({
  requests: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1e12 })),
  perMs: fc.constantFrom(1_000, 60_000, 3_600_000),
  burst: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1_000_000 })),
});

const steps = fc.array(fc.oneof(fc.integer({ min: -5, max: 50 }), fc.integer({ min: 0, max: 4_000_000 })), {
  minLength: 1,
  maxLength: 300,
});

test("what passes a limit is exactly what passes by its definition in exact fractions, at any rate and in any rhythm", () => {
  fc.assert(
    fc.property(rule, steps, (given, rhythm) => {
      const [level, oracle] = [new RateLevel(given), new Oracle(given)];
      let at = 1_800_000_000_000;
      for (const step of rhythm) {
        at += step;
        const passes = level.freeAt(at) >= 1;
        if (passes) level.pour();
        assert.equal(passes, oracle.asks(at));
      }
    }),
  );
});

test("who waits as long as was said passes, and not a millisecond earlier", () => {
  fc.assert(
    fc.property(
      rule.filter(({ burst }) => burst <= 5),
      fc.integer({ min: 0, max: 10_000 }),
      (given, later) => {
        const level = new RateLevel(given);
        let at = 1_800_000_000_000;
        while (level.freeAt(at) >= 1) level.pour();
        at += later;
        if (level.freeAt(at) >= 1) return;
        const wait = level.waitMs();
        assert.equal(wait > 1 ? level.freeAt(at + wait - 1) : 0, 0);
        assert.ok(level.freeAt(at + wait) >= 1);
      },
    ),
  );
});

test("another rule keeps what is in the vessel, and no more than it holds", () => {
  const level = new RateLevel({ requests: 10, perMs: 1_000, burst: 10 });
  while (level.freeAt(0) >= 1) level.pour();
  assert.equal(level.freeAt(0), 0);
  level.follow({ requests: 100, perMs: 60_000, burst: 4 });
  assert.equal(level.freeAt(0), 0);
  level.follow({ requests: 100, perMs: 60_000, burst: 6 });
  assert.equal(level.freeAt(0), 2);
});
