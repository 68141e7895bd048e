import { DAY_MS, HOUR_MS } from "#kernel";
import fc from "fast-check";
import type { AlertPair } from "../alerts/pair.ts";
import type { Filter } from "../indicators/filter.ts";
import { filters } from "../indicators/filter.testing.ts";
import type { BudgetingMethod, Indicator, Objective, ObjectiveWindow } from "../objective.ts";
import { withoutClassTest, testsOf } from "./narrowing.ts";

const NAMES = ["orders", "eu-west-1", "on", "010", "1e3", "POST /orders/{id}", 'a "b": #c', "ünïcödé", "null", "-x"];

/** Filters as people write them and as nobody does. The API is the SLO's service, so none asks for it. */
function anyFilter(): fc.Arbitrary<Filter> {
  return filters(() => fc.constantFrom(...NAMES)).filter(
    (filter) => !JSON.stringify(filter).includes('"api"') && depth(filter) < 6,
  );
}

function depth(filter: Filter): number {
  if (filter.is === "not") return 1 + depth(filter.of);
  return filter.is === "all" || filter.is === "any" ? 1 + Math.max(0, ...filter.of.map(depth)) : 1;
}

const ppm = fc.integer({ min: 1, max: 999_999 });
const query = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("sum(up)", '{"a":1}', '{"query":"x"}', "{}", '{"a": 1}', "yes"),
);

function leaf(): fc.Arbitrary<Indicator> {
  const counts = fc.constantFrom("good" as const, "bad" as const);
  const text = fc.string({ minLength: 1, unit: "binary" });
  return fc.oneof(
    fc.constant<Indicator>({ kind: "availability" }),
    fc.integer({ min: 0, max: 10_000_000 }).map((thresholdUs): Indicator => ({ kind: "latency", thresholdUs })),
    fc
      .record({ total: anyFilter(), counts, part: anyFilter() })
      // What availability counts is read as availability.
      .filter(({ total }) => withoutClassTest(testsOf(total), ["good", "bad"]) === undefined)
      .map((one): Indicator => ({ kind: "filters", ...one })),
    fc
      .record({ type: text.filter((type) => type.toLowerCase() !== "plimsoll"), total: query, counts, part: query })
      .chain((one) =>
        fc.boolean().map((gauge): Indicator => ({ kind: "external", ...one, ...(gauge ? { gauge } : {}) })),
      ),
  );
}

function windows(): fc.Arbitrary<ObjectiveWindow> {
  const rolling = fc
    .integer({ min: 1, max: 9_600 })
    .map((hours): ObjectiveWindow => ({ kind: "rolling", lengthMs: hours * HOUR_MS }));
  const calendar = fc
    .record({
      unit: fc.constantFrom("hour", "day", "week", "month", "quarter", "year"),
      count: fc.constantFrom(1, 1, 1),
      zone: fc.constantFrom("UTC", "Europe/Madrid", "America/Argentina/La_Rioja"),
      anchor: fc.constantFrom("2024-01-01T00:00", "2026-01-31T09:05", "2026-01-31T09:05:10"),
    })
    .chain((one) =>
      fc.integer({ min: 1, max: one.unit === "year" ? 1 : 4 }).map((count): ObjectiveWindow => ({
        kind: "calendar",
        calendar: { ...one, count },
      })),
    );
  return fc.oneof(rolling, fc.constant<ObjectiveWindow>({ kind: "rolling", lengthMs: 30 * DAY_MS }), calendar);
}

function methods(): fc.Arbitrary<BudgetingMethod> {
  const sliceMs = fc.oneof(
    fc.constantFrom(60_000, 300_000),
    fc.integer({ min: 1, max: 8_640 }).map((n) => n * 10_000),
  );
  return fc.oneof(
    fc.record({
      kind: fc.constant("Timeslices" as const),
      sliceMs,
      sliceTargetPpm: fc.integer({ min: 1, max: 1_000_000 }),
    }),
    fc.record({ kind: fc.constant("RatioTimeslices" as const), sliceMs }),
  );
}

/** Pairs that some traffic can fire whatever the target: those are never refused. */
function pairs(): fc.Arbitrary<AlertPair> {
  const grid = (max: number) => fc.integer({ min: 1, max }).map((n) => n * 10_000);
  const length = fc.oneof(fc.constantFrom(HOUR_MS, 6 * HOUR_MS, 3 * DAY_MS), grid(34_560));
  return fc
    .record(
      {
        urgency: fc.constantFrom("page" as const, "ticket" as const),
        longMs: length,
        share: fc.integer({ min: 1, max: 12 }),
        name: fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.constantFrom("fast-burn", "Fast Burn!")),
        orEqual: fc.constant(true as const),
        factorPpm: fc.integer({ min: 1, max: 1_000_000 }),
        budgetPpm: fc.integer({ min: 1, max: 10 }),
      },
      { requiredKeys: ["urgency", "longMs", "share", "factorPpm"] },
    )
    .map(({ share, factorPpm, budgetPpm, ...one }): AlertPair => ({
      ...one,
      shortMs: Math.ceil(one.longMs / share / 10_000) * 10_000,
      ...(budgetPpm === undefined ? { factorPpm } : { budgetPpm }),
    }));
}

/** An objective of the API with this number, without its name. */
function parts(): fc.Arbitrary<Omit<Objective, "name" | "api">> {
  return fc
    .record(
      {
        indicator: leaf(),
        operation: fc.constantFrom(...NAMES),
        where: anyFilter(),
        targetPpm: ppm,
        window: windows(),
        method: methods(),
        pairs: fc.array(pairs(), { maxLength: 3 }),
        perClient: fc.boolean(),
        sampledPpm: ppm,
      },
      { requiredKeys: ["indicator", "targetPpm", "window", "perClient"] },
    )
    .filter(({ pairs: own = [], window, targetPpm }) => own.every((pair) => isReachable(pair, window, targetPpm)));
}

function isReachable(pair: AlertPair, window: ObjectiveWindow, targetPpm: number): boolean {
  if ("factorPpm" in pair) return pair.factorPpm * (1_000_000 - targetPpm) < 1e12;
  const periodMs = window.kind === "rolling" ? window.lengthMs : 400 * DAY_MS;
  return ((pair.budgetPpm * periodMs) / pair.longMs) * (1_000_000 - targetPpm) < 1e12;
}

const APIS = ["orders", "Orders API", "-x"];

/** Objectives with unique names, some of them composites of others of their API. */
export function anyObjectives(): fc.Arbitrary<readonly Objective[]> {
  const name = fc.oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.constantFrom("orders/availability", "orders/checkout/latency", "orders/orders-x"),
  );
  const one = fc
    .record({ name, api: fc.constantFrom(...APIS), parts: parts() })
    .map(({ parts: rest, ...named }): Objective => ({ ...named, ...rest }));
  const weight = fc.oneof(fc.constantFrom(1, 0.1, 0.25, 3), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));
  return fc
    .record({
      singles: fc.uniqueArray(one, { minLength: 1, maxLength: 4, selector: (objective) => objective.name }),
      weights: fc.array(weight, { maxLength: 2 }),
      base: parts(),
    })
    .map(({ singles, weights, base }): readonly Objective[] => {
      const [first] = singles;
      if (weights.length === 0 || first === undefined) return singles;
      const members = weights.map((each) => ({ objective: first.name, weight: each }));
      return [
        ...singles,
        { ...base, name: `${first.name} and more`, api: first.api, indicator: { kind: "composite", members } },
      ];
    });
}
