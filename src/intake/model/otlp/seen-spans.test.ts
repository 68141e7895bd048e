import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MINUTE_MS } from "#kernel";
import { SeenSpans, SpanBatch } from "./seen-spans.ts";

/** Ids of 16 and 8 bytes, of which only the ends differ. */
function idsOf(trace: number, span: number): DataView {
  const ids = new DataView(new ArrayBuffer(24));
  ids.setUint8(0, 1);
  ids.setUint32(12, trace);
  ids.setUint32(20, span);
  ids.setUint8(16, 1);
  return ids;
}

function take(seen: SeenSpans, trace: number, span: number): boolean {
  return seen.take(idsOf(trace, span), 0, 16);
}

test("a span is new once, whatever came in between and however many were expected", () => {
  const pair = fc.record({ trace: fc.nat({ max: 40 }), span: fc.nat({ max: 40 }), isExpected: fc.boolean() });
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.array(pair, { maxLength: 3_000 }), (first, second, pairs) => {
      const seen = new SeenSpans([first, second]);
      const known = new Set<string>();
      for (const { trace, span, isExpected } of pairs) {
        if (isExpected) seen.expect(idsOf(trace, span), 0, 16);
        assert.equal(take(seen, trace, span), known.size !== known.add(`${trace} ${span}`).size);
      }
    }),
  );
});

test("a hundred thousand spans are told apart, and all are known again", () => {
  const seen = new SeenSpans([5, 6]);
  for (let i = 0; i < 100_000; i++) assert.ok(take(seen, i >> 3, i), `${i} is new`);
  for (let i = 0; i < 100_000; i++) assert.ok(!take(seen, i >> 3, i), `${i} came before`);
});

test("spans that could not be kept may come again, those beside them not", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat({ max: 300 }), { maxLength: 200 }), { maxLength: 8 }),
      fc.nat(),
      (bodies, which) => {
        const seen = new SeenSpans([1, 2]);
        const taken = bodies.map((body) => {
          const batch = new SpanBatch();
          const ours = body.filter((span) => take(seen, 7, span) && (seen.note(batch), true));
          return { batch, ours };
        });
        const unkept = taken[which % Math.max(1, taken.length)];
        if (unkept === undefined) return;
        seen.forget(unkept.batch);
        for (const { batch, ours } of taken) {
          for (const span of ours) assert.equal(take(seen, 7, span), batch === unkept.batch);
        }
      },
    ),
  );
});

test("a span is known for ten minutes at least, and twenty at most", () => {
  const seen = new SeenSpans([3, 4]);
  seen.age(0);
  take(seen, 1, 1);
  seen.age(9 * MINUTE_MS);
  assert.ok(!take(seen, 1, 1));
  seen.age(10 * MINUTE_MS);
  assert.ok(!take(seen, 1, 1), "it came again ten minutes later");
  seen.age(20 * MINUTE_MS);
  assert.ok(take(seen, 1, 1), "two generations have passed");
});

test("what is forgotten with time is just what is older than the generation before", () => {
  const step = fc.tuple(fc.nat({ max: 12 }), fc.array(fc.nat({ max: 5_000 }), { maxLength: 3_000 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const seen = new SeenSpans([7, 8]);
      let [old, young] = [new Set<number>(), new Set<number>()];
      let [now, since] = [0, Number.NEGATIVE_INFINITY];
      for (const [minutes, spans] of steps) {
        now += minutes * MINUTE_MS;
        seen.age(now);
        if (now - since >= 10 * MINUTE_MS) [old, young, since] = [young, new Set(), now];
        for (const span of spans) {
          assert.equal(take(seen, span >> 2, span), !old.has(span) && !young.has(span));
          if (!old.has(span)) young.add(span);
        }
      }
    }),
    { numRuns: 200 },
  );
});
