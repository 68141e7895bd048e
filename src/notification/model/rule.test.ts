import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MINUTE_MS } from "#kernel";
import { CHANNEL_KINDS } from "./channel-kind.ts";
import { NO_RULES, type RuledMethod, waysOf } from "./rule.ts";

const METHODS: readonly RuledMethod[] = [
  { id: "mth_mail", kind: "mail", breaksThrough: false },
  { id: "mth_push", kind: "push", breaksThrough: false },
  { id: "mth_voice", kind: "voice", breaksThrough: true },
];

test("without a rule a page goes by each way at once, and a ticket by those that wake nobody", () => {
  const ways = (urgency: "page" | "ticket") => waysOf(METHODS, { rules: NO_RULES, urgency }).map((way) => way.methodId);
  assert.deepEqual(ways("page"), ["mth_mail", "mth_push", "mth_voice"]);
  assert.deepEqual(ways("ticket"), ["mth_mail", "mth_push"]);
  assert.deepEqual(waysOf(METHODS.slice(2), { rules: NO_RULES, urgency: "ticket" }).length, 1);
});

test("a kind and a method may be named; each way is used once, at its earliest", () => {
  const page = [
    { way: "voice", afterMs: 3 * MINUTE_MS },
    { way: "mth_voice", afterMs: 5 * MINUTE_MS },
    { way: "push", afterMs: 0 },
    { way: "telegram", afterMs: 0 },
  ];
  assert.deepEqual(waysOf(METHODS, { rules: { page, ticket: [] }, urgency: "page" }), [
    { methodId: "mth_push", afterMs: 0 },
    { methodId: "mth_voice", afterMs: 3 * MINUTE_MS },
  ]);
});

test("whatever the rules say, whoever has a way is told, by each way at most once, the earliest first", () => {
  const way = fc.oneof(fc.constantFrom(...CHANNEL_KINDS), fc.constantFrom("mth_0", "mth_1", "mth_9", "nonsense"));
  const rules = fc.array(fc.record({ way, afterMs: fc.integer({ min: 0, max: 3_600_000 }) }), { maxLength: 10 });
  const methods = fc
    .array(fc.record({ kind: fc.constantFrom(...CHANNEL_KINDS), breaksThrough: fc.boolean() }), { maxLength: 6 })
    .map((all) => all.map((one, n) => ({ ...one, id: `mth_${n}` })));
  fc.assert(
    fc.property(methods, rules, fc.constantFrom("page", "ticket"), (all, own, urgency) => {
      const ways = waysOf(all, { rules: { page: own, ticket: own }, urgency });
      assert.equal(ways.length > 0, all.length > 0);
      assert.equal(new Set(ways.map(({ methodId }) => methodId)).size, ways.length);
      assert.deepEqual(
        ways.map(({ afterMs }) => afterMs),
        ways.map(({ afterMs }) => afterMs).toSorted((a, b) => a - b),
      );
    }),
  );
});
