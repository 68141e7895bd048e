import { stopwatchMs } from "#kernel";
import { lintPlans } from "../src/plans/model/lint-plans.ts";
import { planOf, type PlanTexts } from "../src/plans/model/plan.testing.ts";

/** `lintPlans` of as many plans as are kept: each reading of the list of plans does it in one piece. */
const PLANS = 200;
const ROUNDS = 7;

const SETS: Readonly<Record<string, (n: number) => PlanTexts>> = {
  "dearer allows more": (n) => ({
    ...named(n),
    rateLimit: `${n + 1}/s`,
    quota: `${n + 1}M/month`,
    price: `${n}.00 EUR/month`,
  }),
  "dearer allows less": (n) => ({
    ...named(n),
    rateLimit: `${PLANS - n}/s`,
    quota: `${PLANS - n}M/month`,
    price: `${n}.00 EUR/month`,
  }),
  "20 tiers": (n) => ({ ...named(n), rateLimit: `${n + 1}/s`, price: tiers(n) }),
  "20 tiers, each for one API": (n) => ({ ...named(n), apis: [`api-${n}`], rateLimit: `${n + 1}/s`, price: tiers(n) }),
  "100 APIs, 200 operations, 20 tiers": (n) => ({
    ...named(n),
    apis: names("api", 100),
    operations: names("GET /orders", 200),
    price: tiers(n),
  }),
  "private to 1,000 others each": (n) => ({
    ...named(n),
    visibility: "private",
    organisations: names(`organisation-${n}`, 1_000),
    price: `${n}.00 EUR/month`,
  }),
};

for (const [name, planTexts] of Object.entries(SETS)) {
  const plans = Array.from({ length: PLANS }, (_, n) => planOf(planTexts(n)));
  let findings = 0;
  const took = Array.from({ length: ROUNDS }, () => {
    const began = stopwatchMs();
    findings = lintPlans(plans).length;
    return stopwatchMs() - began;
  }).toSorted((one, other) => one - other);
  const [median = 0, most = 0] = [took[Math.floor(ROUNDS / 2)], took.at(-1)];
  process.stdout.write(
    `${name.padEnd(36)} ${median.toFixed(1).padStart(8)} ms, at most ${most.toFixed(1).padStart(8)} ms; ${findings} findings\n`,
  );
}

function named(n: number): { plan: string } {
  return { plan: `plan-${String(n).padStart(3, "0")}` };
}

function names(stem: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${stem}-${n}`);
}

/** All of different bounds, and each plan a little dearer than the one before. */
function tiers(n: number): string {
  const bounded = Array.from(
    { length: 19 },
    (_, tier) => `0.${String(1_000 + n - 40 * tier).padStart(4, "0")} EUR/request to ${(tier + 1) * 100_000 + n}`,
  );
  return `graduated ${[...bounded, "0.0001 EUR/request"].join(", ")}`;
}
