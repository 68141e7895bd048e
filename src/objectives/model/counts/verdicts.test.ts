import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NO_DURATION } from "#records";
import { CLASSES } from "#traffic";
import { judgeClass } from "../indicators/indicator.ts";
import { type ByTable, Verdicts } from "./verdicts.ts";

test("a verdict says of each objective what it says alone, whatever the operation and whichever thresholds there are", () => {
  const duration = fc.oneof(fc.constant(NO_DURATION), fc.integer({ min: 0, max: 40 }));
  const operation = fc.integer({ min: -1, max: 4 });
  const indicator = fc.oneof(
    fc.constant({ kind: "availability" } as const),
    fc.integer({ min: 1, max: 30 }).map((thresholdUs) => ({ kind: "latency", thresholdUs }) as const),
  );
  const objectives = fc
    .array(fc.record({ indicator, operation }), { maxLength: 8 })
    .map((all) => all.map((one, index): ByTable => ({ ...one, column: 2 * index })));
  const request = fc.record({ requestClass: fc.constantFrom(...CLASSES), duration, operation });
  fc.assert(
    fc.property(objectives, fc.array(request, { maxLength: 50 }), (all, requests) => {
      const verdicts = new Verdicts(all);
      for (const { requestClass, duration: durationUs, operation: about } of requests) {
        const told = durationUs === NO_DURATION ? undefined : durationUs;
        const alone = all
          .filter((one) => one.operation < 0 || one.operation === about)
          .map(({ indicator: one, column }) => ({ column, goodness: judgeClass(one, requestClass, told) }));
        const { adds, bad } = verdicts.of(CLASSES.indexOf(requestClass), durationUs, about);
        const expected = alone.flatMap(({ column, goodness }) => {
          if (goodness === "excluded") return [];
          return goodness === "bad" ? [column, column + 1] : [column];
        });
        assert.deepEqual(adds, expected);
        assert.deepEqual(
          bad,
          alone.flatMap(({ column, goodness }) => (goodness === "bad" ? column : [])),
        );
      }
    }),
  );
});
