import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, MINUTE_MS } from "#kernel";
import type { Asked, Verdict } from "../model/access.ts";
import { asked, AT, FREE, headersOf, openDecision, RULES, SUBSCRIBED, told } from "./access.testing.ts";

function sync(verdict: Verdict | Promise<Verdict>): Verdict {
  assert.ok(!(verdict instanceof Promise));
  return verdict;
}

/** Limits by their definition, in exact integers: a list of all that was let through, and arrival times as fractions. */
class Oracle {
  readonly passed: number[] = [];
  #arrival = 0n;

  asks(at: number, limits: { requests: number; perMs: number; burst: number; quota: number }): string {
    const [now, rate, cost] = [BigInt(at), BigInt(limits.requests), BigInt(limits.perMs)];
    const arrival = this.#arrival > now * rate ? this.#arrival : now * rate;
    if (arrival + cost - now * rate > BigInt(limits.burst) * cost) return "429 rate.exceeded";
    const day = Math.floor(at / DAY_MS);
    if (this.passed.filter((each) => Math.floor(each / DAY_MS) === day).length >= limits.quota) {
      return "429 quota.used-up";
    }
    this.#arrival = arrival + cost;
    this.passed.push(at);
    return "200";
  }
}

test("verdicts are those of an exact oracle, whatever the limits, the rhythm, the key that is used and the moment of a reload", () => {
  const limits = fc.record({
    requests: fc.integer({ min: 1, max: 40 }),
    perMs: fc.constantFrom(1_000, 60_000),
    burst: fc.integer({ min: 1, max: 8 }),
    quota: fc.integer({ min: 1, max: 60 }),
  });
  const step = fc.record({
    ms: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 400 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 * MINUTE_MS }) },
      { weight: 1, arbitrary: fc.constant(DAY_MS / 2) },
    ),
    other: fc.boolean(),
    reload: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  });
  fc.assert(
    fc.property(limits, fc.array(step, { minLength: 1, maxLength: 200 }), (given, steps) => {
      const { requests, perMs, burst, quota } = given;
      const plan = {
        ...FREE,
        rateLimit: { requests, perMs },
        burst,
        quota: { requests: quota, period: "day" as const },
      };
      const rules = { ...RULES, plans: [plan] };
      const { decision, key, give } = openDecision(rules);
      const second = give();
      const oracle = new Oracle();
      let at = AT;
      for (const { ms, other, reload } of steps) {
        at += ms;
        if (reload) decision.follow(structuredClone(rules));
        const request: Asked = asked({ "x-api-key": (other ? second : key).text }, { at });
        const verdict = sync(decision.decide(request));
        assert.equal(told(verdict), oracle.asks(at, given));
        const used = oracle.passed.filter((each) => Math.floor(each / DAY_MS) === Math.floor(at / DAY_MS)).length;
        assert.match(headersOf(verdict)["RateLimit"] ?? "", new RegExp(`"quota";r=${quota - used};t=\\d+$`));
      }
    }),
    { numRuns: 200 },
  );
});

test("who is over a limit is told which, how much is left and when to come again", () => {
  const quota = { requests: 100, period: "month" as const };
  const plans = [{ ...FREE, rateLimit: { requests: 2, perMs: 1_000 }, burst: 2, quota }];
  const { decision, key } = openDecision({ plans });
  const answers = [0, 0, 0].map(() => sync(decision.decide(asked({ "x-api-key": key.text }))));
  assert.deepEqual(answers.map(told), ["200", "200", "429 rate.exceeded"]);
  assert.deepEqual(headersOf(answers[2] ?? assert.fail()), {
    "RateLimit-Policy": '"rate";q=2;w=1, "quota";q=100;w=2678400',
    RateLimit: '"rate";r=0;t=1, "quota";r=98;t=1436400',
    "X-RateLimit-Limit": "2",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": "1",
    "Retry-After": "1",
  });
});

test("a quota goes on from what the server counted, is never given twice, and does not count what is no production", () => {
  const plans = [{ ...FREE, quota: { requests: 5, period: "month" as const } }];
  const { decision, key, give } = openDecision({ plans });
  const sandbox = give({ environment: "sandbox" });
  const from = Date.UTC(2026, 4, 1);
  const of = (text: string): string => told(sync(decision.decide(asked({ "x-api-key": text }))));
  decision.correct([{ id: SUBSCRIBED.id, from, used: 3 }], AT);
  assert.deepEqual(
    [of(sandbox.text), of(key.text), of(key.text), of(key.text)],
    ["200", "200", "200", "429 quota.used-up"],
  );
  decision.correct([{ id: SUBSCRIBED.id, from, used: 4 }], AT);
  assert.equal(of(key.text), "429 quota.used-up", "an older figure gives nothing back");
  decision.correct([{ id: SUBSCRIBED.id, from: from - DAY_MS, used: 0 }], AT);
  assert.equal(of(sandbox.text), "200");
});

test("limits belong to the client: another plan from an instant on counts for it then", () => {
  const plans = [FREE, { ...FREE, plan: "gold", quota: { requests: 1, period: "day" as const } }];
  const subscriptions = [{ ...SUBSCRIBED, next: { plan: "gold", from: AT + 1_000 } }];
  const { decision, key } = openDecision({ plans, subscriptions });
  const of = (at: number): Verdict => sync(decision.decide(asked({ "x-api-key": key.text }, { at })));
  assert.deepEqual(
    [of(AT), of(AT), of(AT + 1_000), of(AT + 1_000)].map(({ plan }) => plan),
    ["free", "free", "gold", "gold"],
  );
  assert.equal(told(of(AT + 2_000)), "429 quota.used-up");
});
