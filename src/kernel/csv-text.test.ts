import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvText, unguarded } from "./csv-text.ts";

test("no cell begins as a formula, and what needs quotes has them", () => {
  const cells = ["=1+1", " =1", "+1", "-1", "@x", "\t=1", 'a"b', "a,b", "plain", 7];
  assert.equal(csvText([cells]), `'=1+1,' =1,'+1,'-1,'@x,'\t=1,"a""b","a,b",plain,7\r\n`);
  assert.equal(csvText([["＝1", -2, null, undefined, "two\nlines"]]), `'＝1,-2,,,"two\nlines"\r\n`);
  assert.equal(csvText([]), "");
});

test("the apostrophe before a text can be taken away again, whatever the text", () => {
  const text = fc.string({ unit: fc.constantFrom("'", "=", "＝", "-", "a", " ", "\t") });
  fc.assert(
    fc.property(text, (name) => {
      const written = csvText([[name]]).slice(0, -2);
      assert.equal(unguarded(written), name);
      assert.ok(!/^\s*[=+\-@＝]/u.test(written), written);
    }),
  );
});
