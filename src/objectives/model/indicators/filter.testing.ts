import fc from "fast-check";
import { CLASSES } from "#traffic";
import { type Filter, FILTER_DIMENSIONS, type FilterDimension } from "./filter.ts";

/** Any filter of a few parts, over a few names of each dimension, so that records fit it often enough. */
export function filters(namesOf: (dimension: FilterDimension) => fc.Arbitrary<string>): fc.Arbitrary<Filter> {
  const named = fc
    .constantFrom(...FILTER_DIMENSIONS)
    .chain((dimension) =>
      fc
        .array(namesOf(dimension), { minLength: 1, maxLength: 3 })
        .map((names): Filter => ({ is: "named", dimension, names })),
    );
  const prefix = namesOf("operation").chain((name) =>
    fc
      .integer({ min: 1, max: name.length })
      .map((end): Filter => ({ is: "operationPrefix", prefix: name.slice(0, end) })),
  );
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 6 },
      fc.oneof(named, prefix, statuses(), classes(), durations()),
      fc.array(tie("filter"), { maxLength: 3 }).map((of): Filter => ({ is: "all", of })),
      fc.array(tie("filter"), { maxLength: 3 }).map((of): Filter => ({ is: "any", of })),
      tie("filter").map((of): Filter => ({ is: "not", of })),
    ),
  })).filter;
}

function statuses(): fc.Arbitrary<Filter> {
  const status = fc.oneof(fc.constantFrom(0, 200, 404, 499, 500, 599, 999), fc.integer({ min: 0, max: 999 }));
  const range = fc.oneof(
    fc.tuple(status, status).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    fc.integer({ min: 1, max: 9 }).map((hundred) => [hundred * 100, hundred * 100 + 99] as const),
    status.map((one) => [one, one] as const),
  );
  return fc.array(range, { minLength: 1, maxLength: 3 }).map((ranges): Filter => ({ is: "status", ranges }));
}

function classes(): fc.Arbitrary<Filter> {
  const some = fc.array(fc.constantFrom(...CLASSES), { minLength: 1, maxLength: 3 });
  return some.map((names): Filter => ({ is: "class", classes: names }));
}

function durations(): fc.Arbitrary<Filter> {
  const us = fc.oneof(
    fc.constantFrom(0, 1, 299_999, 300_000, 300_001),
    fc.integer({ min: 0, max: 999_999_999_999_999 }),
  );
  return fc.tuple(fc.constantFrom("lte", "gt"), us).map(([op, limit]): Filter => ({ is: "duration", op, us: limit }));
}
