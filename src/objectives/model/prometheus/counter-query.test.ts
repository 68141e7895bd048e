import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCounterQuery } from "./counter-query.ts";

function termsOf(query: string): string {
  const read = readCounterQuery(query);
  assert.ok("terms" in read, "fault" in read ? `${query}: ${read.fault}` : query);
  return read.terms.map(({ sign, selector }) => `${sign}${selector}`).join(" ");
}

const FAILED = 'http_requests_total{code=~"5.."}';

test("the usual ways to write a counter all mean its selector, whatever range they ask for", () => {
  const same = [
    FAILED,
    `sum(${FAILED})`,
    `(${FAILED})`,
    `rate(${FAILED}[5m])`,
    `sum(rate(${FAILED}[5m]))`,
    `sum(increase(${FAILED}[{{.window}}]))`,
    `sum( rate ( ${FAILED} [{{ .Window }}] ) )\n`,
    `SUM(rate(${FAILED}[$__rate_interval]))`,
    `sum(rate(${FAILED}[1h30m])) or vector(0)`,
    `sum(rate(${FAILED}[5m]) OR on() vector(0))`,
    `(sum(rate(${FAILED}[5m])) or vector(0))`,
  ];
  for (const query of same) assert.equal(termsOf(query), `+${FAILED}`, query);
});

test("sums and differences of counters are kept with their signs", () => {
  assert.equal(termsOf("sum(a_total) + sum(rate(b_total[5m]))"), "+a_total +b_total");
  assert.equal(termsOf('sum(x_count) - sum(x_bucket{le="0.3"})'), '+x_count -x_bucket{le="0.3"}');
  assert.equal(termsOf("a - (b - c)"), "+a -b +c");
});

test("matchers may hold any text between their quotes", () => {
  for (const selector of [
    'x{path="/a}b{c"}',
    String.raw`x{path="say \"hi\" \\"}`,
    "x{path='it[5m]'}",
    "x{path=`raw \\`}",
    'x{a="1", b!="2", c=~"[45]..", }',
    'job:x:count{path="[{{.window}}]"}',
  ]) {
    assert.equal(termsOf(`sum(rate(${selector}[5m]))`), `+${selector}`);
  }
});

test("what does not add up over a longer window is refused with the reason", () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ["", /empty/],
    ["sum(rate(a_total[5m])) / sum(rate(b_total[5m]))", /ratio.*counts/],
    ["100 * sum(a_total)", /"100"/],
    ["sum(a_total) * 100", /scaled/],
    ["sum by (code) (rate(a_total[5m]))", /several results/],
    ["sum(rate(a_total[5m])) by (code)", /several results/],
    ["sum(rate(a_total[5m])) without (code)", /several results/],
    ["irate(a_total[5m])", /two samples/],
    ["avg(rate(a_total[5m]))", /avg\(…\).*adds up/],
    ["histogram_quantile(0.9, rate(a_bucket[5m]))", /histogram_quantile/],
    ["sum(max(a_total))", /max/],
    ["rate(sum(a_total)[5m:1m])", /sum\(…\)/],
    ["rate(a_total[5m:1m])", /subquery/],
    ["rate(a_total)", /range/],
    ["a_total[5m]", /"\[5m\]"/],
    ["sum(a_total offset 1d)", /offset/],
    ["a_total @ 1609746000", /@/],
    ["sum(a - b)", /write sum\(a\) - sum\(b\)/],
    ['{__name__="a_total"}', /no metric/],
    ['sum({job="a"})', /no metric/],
    ["sum(a_total", /too early/],
    ["a_total)", /"\)"/],
    ["a_total > 5", /">"/],
    ["a_total or b_total", /"b_total"/],
    ["a_total or vector(1)", /"1"/],
    ['a_total{code="5}', /not expected/],
    [`${"(".repeat(40)}a`, /nested/],
    [`a{b="${"x".repeat(5_000)}"}`, /4096/],
  ];
  for (const [query, reason] of refused) {
    const read = readCounterQuery(query);
    assert.ok("fault" in read, `${query} was accepted`);
    assert.match(read.fault, reason, query);
  }
});

test("any text at all is read or refused, quickly", () => {
  const piece = fc.constantFrom("sum", "rate", "(", ")", "{", "}", "[5m]", "a", '"', "'", "`", "\\", "-", "or", " ");
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(piece, { maxLength: 200 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (query) => {
      const read = readCounterQuery(query);
      assert.ok("fault" in read ? read.fault !== "" : read.terms.length > 0);
    }),
  );
});
