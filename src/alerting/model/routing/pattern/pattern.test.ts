import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Refusal } from "#kernel";
import { Pattern } from "./pattern.ts";

const matching = (pattern: string, texts: readonly string[]): string[] => {
  const compiled = new Pattern(pattern);
  return texts.filter((text) => compiled.matches(text));
};

test("a pattern matches whole texts, never a part of one", () => {
  assert.deepEqual(matching("page|critical", ["page", "critical", "pages", "a page", ""]), ["page", "critical"]);
  assert.deepEqual(matching("^db.*$", ["db", "db-1", "adb"]), ["db", "db-1"]);
  assert.deepEqual(matching("", ["", "a"]), [""]);
  assert.deepEqual(matching("a|", ["", "a", "b"]), ["", "a"]);
});

test("what RE2 knows is known: repetitions, classes, flags, edges, quoted letters, properties of Unicode", () => {
  assert.deepEqual(matching("a{2,3}b?c+?", ["aac", "aaabcc", "ac", "aaaac"]), ["aac", "aaabcc"]);
  assert.deepEqual(matching("[[:alpha:]_-]+\\d[^\\d]", ["a_b-1x", "a11", "1x"]), ["a_b-1x"]);
  assert.deepEqual(matching("(?i)warn(?-i:ING)?", ["WARN", "warnING", "WARNing"]), ["WARN", "warnING"]);
  assert.deepEqual(matching("(?:a.b|(?s)c.d)", ["a\nb", "axb", "c\nd"]), ["axb", "c\nd"]);
  assert.deepEqual(matching("\\bdb\\b.*", ["db-1", "db1", "db"]), ["db-1", "db"]);
  assert.deepEqual(matching("\\Qa.b*\\E+", ["a.b*", "a.b**", "axb"]), ["a.b*", "a.b**"]);
  assert.deepEqual(matching("\\pL\\p{Greek}\\P{Lu}", ["aαa", "aαA", "1αa"]), ["aαa"]);
  assert.deepEqual(matching("(?P<team>a)(?<other>b)", ["ab"]), ["ab"]);
  assert.deepEqual(matching("\\x41\\x{1f600}\\101\\t", ["A\u{1f600}A\t"]), ["A\u{1f600}A\t"]);
  assert.deepEqual(matching("a{,2}|{|x{y}", ["a{,2}", "{", "x{y}", "aa"]), ["a{,2}", "{", "x{y}"]);
  assert.deepEqual(matching("(?m)a$\\n^b", ["a\nb", "ab"]), ["a\nb"]);
  assert.deepEqual(matching("(?i)[k-s]", ["K", "\u212a", "ſ", "t"]), ["K", "\u212a", "ſ"]);
});

test("what RE2 refuses is refused, with the letter at which it stands and what to do", () => {
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ["(?=a)b", 1, /looks ahead.*!~/],
    ["(a)\\1", 4, /names a group again/],
    ["a**", 3, /repeats a repetition/],
    ["x|*", 3, /repeats nothing/],
    ["a(b", 2, /\( without its \)/],
    ["a)b", 2, /\) without its \(/],
    ["[a-", 1, /\[ without its \]/],
    ["[z-a]", 2, /ends before it begins/],
    ["a{3,2}", 2, /most is 1000/],
    ["\\y", 1, /\\y, which RE2 does not know/],
    ["[[:letter:]]", 2, /\[:letter:\]/],
    ["\\p{Klingon}", 1, /Klingon/],
    ["a\\", 2, /ends with a backslash/],
    ["a\\Qb", 2, /\\Q without its \\E/],
  ];
  for (const [pattern, letter, detail] of cases) {
    assert.throws(
      () => new Pattern(pattern),
      (error) => {
        assert.ok(error instanceof Refusal, pattern);
        assert.match(error.detail, detail);
        return error.params["letter"] === letter;
      },
      pattern,
    );
  }
});

test("no pattern hangs: the time grows with the text, and what repeats too much is refused", () => {
  const text = `${"a".repeat(20_000)}b`;
  for (const pattern of ["(a*)*", "(a+)+", "(a|aa)+", "(.*)(.*)(.*)(.*)c"]) {
    assert.equal(new Pattern(pattern).matches(text), false, pattern);
  }
  assert.throws(() => new Pattern("((a{100}){100}){100}"), /more than 20000 steps/);
  assert.throws(() => new Pattern("(".repeat(10_000)), /more than 200 groups/);
  assert.throws(() => new Pattern("{".repeat(100_000)), /more than 65536 letters/);
});

test("of patterns that JavaScript reads in the same way, both match the same texts", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    ".",
    "[ab]",
    "[^a]",
    "\\d",
    "\\w",
    "(?:a|b)",
    "(?:|a)",
    "a*",
    "b+",
    "(?:ab)?",
    "a{1,2}",
  );
  const text = fc.string({ unit: fc.constantFrom("a", "b", "1", "-", "\n"), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), fc.array(piece, { maxLength: 3 }), text, (one, other, value) => {
      const pattern = `${one.join("")}|(?:${other.join("")})*`;
      // JavaScript's dot leaves out more ends of lines than RE2's: none of them is in these texts.
      assert.equal(new Pattern(pattern).matches(value), new RegExp(`^(?:${pattern})$`, "u").test(value), pattern);
    }),
  );
});
