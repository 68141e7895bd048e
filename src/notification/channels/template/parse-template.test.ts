import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { filledTemplate, httpTemplate } from "./http-template.ts";
import { parseTemplate } from "./parse-template.ts";
import { type PlaceholderValues, PLACEHOLDERS } from "./placeholder.ts";

const value = fc.string({ unit: "binary", maxLength: 40 });
const values = fc.record(
  Object.fromEntries(PLACEHOLDERS.map((name) => [name, value])),
) as fc.Arbitrary<PlaceholderValues>;

const given = (template: object) => httpTemplate.parse({ url: "https://a.example/send?t={{title}}", ...template });

test("whatever is told, JSON stays JSON with the same fields, and each holds what was told", () => {
  const template = given({ body: '{"a": "{{title}}", "b": ["{{text|json}}", 1]}' });
  fc.assert(
    fc.property(values, (each) => {
      assert.deepEqual(JSON.parse(filledTemplate(template, each).body), { a: each.title, b: [each.text, 1] });
    }),
  );
});

test("whatever is told, a form keeps its fields, an address its host and its query, and a header its one line", () => {
  const headers = { "content-type": "application/x-www-form-urlencoded", "x-title": "{{title}}" };
  const template = given({ headers, body: "to={{to}}&text={{text|form}}&end=1" });
  fc.assert(
    fc.property(values, (each) => {
      const { url, body, headers: sent } = filledTemplate(template, each);
      const form = new URLSearchParams(body);
      assert.deepEqual(
        [...form],
        [
          ["to", each.to.toWellFormed()],
          ["text", each.text.toWellFormed()],
          ["end", "1"],
        ],
      );
      const read = new URL(url);
      assert.equal(read.host, "a.example");
      assert.deepEqual([...read.searchParams], [["t", each.title.toWellFormed()]]);
      assert.match(sent["x-title"] ?? "", /^[\t\x20-\x7E]*$/);
    }),
  );
});

test("a value is never read as a template", () => {
  const template = given({ body: '{"a": "{{title}}"}' });
  const all = Object.fromEntries(PLACEHOLDERS.map((name) => [name, "{{text}}"])) as unknown as PlaceholderValues;
  assert.equal(filledTemplate(template, all).body, '{"a": "{{text}}"}');
});

test("what is no name or filter is refused with what was meant; loops, conditions and code there are none", () => {
  const faults = (text: string): string => parseTemplate(text).faults?.join("; ") ?? "none";
  assert.equal(faults("{{ title }} {{text | xml | form}}"), "none");
  assert.match(faults("{{titel}}"), /did you mean title/);
  assert.match(faults("{{title|jsn}}"), /did you mean json/);
  assert.match(faults("{{labels}}"), /known are title/);
  for (const code of [
    "{{#each labels}}",
    "{{/if}}",
    "{% for a in b %}",
    "{{ 1 + 1 }}",
    "{{title",
    "}}",
    "{{title()}}",
    "{{{title}}}",
  ]) {
    assert.match(faults(code), /no loops/, code);
  }
  assert.ok((parseTemplate("{{x}}".repeat(1_000)).faults?.length ?? 0) <= 10);
});
