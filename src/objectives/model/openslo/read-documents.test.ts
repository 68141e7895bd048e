import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDocuments } from "./read-documents.ts";
import { plainOf } from "./value.ts";

const values = (text: string): unknown[] =>
  readDocuments(text).map(({ value, faults }) => (value ? plainOf(value) : faults.map(({ code }) => code).join()));

const faults = (text: string): string[] =>
  readDocuments(text).flatMap((read) =>
    read.faults.map(({ code, path, line, column }) => `${line}:${column} ${code} ${path}`),
  );

for (const { name, text, read } of [
  { name: "a stream of YAML documents", text: "a: 1\n---\nb: 2\n", read: [{ a: 1 }, { b: 2 }] },
  { name: "a stream with empty documents and comments", text: "# c\n---\n---\na: 1\n...\n---\n", read: [{ a: 1 }] },
  { name: "a list of documents", text: "- a: 1\n- b: 2\n", read: [{ a: 1 }, { b: 2 }] },
  { name: "a list beside single documents", text: "a: 1\n---\n- b: 2\n", read: [{ a: 1 }, { b: 2 }] },
  { name: "one JSON object, indented by tabs", text: '{\n\t"a": [\n\t\t1\n\t]\n}', read: [{ a: [1] }] },
  { name: "a JSON list", text: '[{"a": "\\u00e4\\/\\ud83d\\ude00"}, {"b": null}]', read: [{ a: "ä/😀" }, { b: null }] },
  { name: "a byte order mark and line ends of Windows", text: "\ufeffa: 1\r\nb: x\r\n", read: [{ a: 1, b: "x" }] },
  { name: "nothing", text: "", read: [] },
  { name: "comments only", text: "# nothing\n", read: [] },
  {
    name: "an alias and a merge key",
    text: "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n",
    read: [{ a: { x: 1, y: 2 }, b: { y: 3, x: 1 } }],
  },
  {
    name: "a list of merge keys, of which the first counts",
    text: "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n",
    read: [{ a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } }],
  },
  {
    name: "keys that are no texts",
    text: "1: a\n1.5: b\ntrue: c\n0x10: d\n",
    read: [{ "1": "a", "1.5": "b", true: "c", "16": "d" }],
  },
  { name: "the key __proto__", text: "__proto__: {a: 1}\n", read: [JSON.parse('{"__proto__": {"a": 1}}')] },
  { name: "explicit tags", text: "a: !!str 1\nb: !!int '2'\nc: !own x\n", read: [{ a: "1", b: 2, c: "x" }] },
]) {
  test(`${name} can be read`, () => assert.deepEqual(values(text), read));
}

for (const [text, meaning] of [
  ["yes", true],
  ["Off", false],
  ["y", true],
  ["~", null],
  ["Null", null],
  ["010", 8],
  ["0o10", 8],
  ["0x1F", 31],
  ["-0b11", -3],
  ["1_000", 1000],
  ["08", 8],
  ["+1.5", 1.5],
  ["1e3", 1000],
  [".5", 0.5],
  ["1:30", "1:30"],
  ["1e999", "1e999"],
  ["2026-01-01", "2026-01-01"],
  ["2026-01-01 00:00:00", "2026-01-01 00:00:00"],
  ["'yes'", "yes"],
  ['"1"', "1"],
  ["1m", "1m"],
] as const) {
  test(`the scalar ${text} means ${JSON.stringify(meaning)}, as in YAML 1.1`, () =>
    assert.deepEqual(values(`a: ${text}\n`), [{ a: meaning }]));
}

for (const { name, text, found } of [
  { name: "a key that is repeated", text: "a: 1\nb:\n  c: 1\n  c: 2\n", found: ["4:3 duplicate_key b.c"] },
  { name: "a tab as indentation", text: "a:\n\t- 1\n", found: ["2:1 syntax "] },
  { name: "a second colon", text: "a: 1\nb: c: d\n", found: ["2:4 syntax "] },
  { name: "a quote that is not closed", text: "a: 'b\n", found: ["2:1 syntax "] },
  { name: "several JSON objects in one text", text: '{"a": 1}\n{"b": 2}\n', found: ["2:1 syntax "] },
  { name: "an alias without an anchor", text: "a: *b\n", found: ["1:4 syntax a"] },
  { name: "an alias inside of what it stands for", text: "a: &a [1, *a]\n", found: ["1:11 syntax a[1]"] },
  { name: "a key that is a list", text: "? [a]\n: b\n", found: ["1:3 syntax "] },
  { name: "a key without a name", text: ": b\n", found: ["1:1 syntax "] },
  { name: "infinity", text: "a:\n  b: .inf\n", found: ["2:6 not_finite a.b"] },
  { name: "a control character", text: "a: 1\nb: \u0000\n", found: ["2:4 syntax "] },
  { name: "a merge key of a text", text: "a:\n  <<: x\n", found: ["2:7 syntax a"] },
]) {
  test(`${name} is told with its place`, () => assert.deepEqual(faults(text), found));
}

test("a broken document does not hide the others", () => {
  assert.deepEqual(values("a: 1\n---\nb: 'c\n---\nd: 1\n").slice(0, 1), [{ a: 1 }]);
  assert.deepEqual(values("a: 1\na: 2\n---\nd: 1\n"), ["duplicate_key", { d: 1 }]);
});

test("a bomb of aliases is refused without being written out", () => {
  const levels = Array.from(
    { length: 40 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(10)}]`,
  );
  assert.deepEqual(faults(`a0: &a0 [x]\n${levels.join("\n")}\n`), ["1:1 too_large "]);
  const merges = `b: &b {${Array.from({ length: 2_000 }, (_, key) => `k${key}: 1`).join(", ")}}\nl:\n${"- {<<: *b}\n".repeat(1_000)}`;
  assert.match(faults(merges)[0] ?? "", /too_large/);
});

test("deep nesting is refused where it gets too deep, and an absurd amount of signs too", () => {
  assert.deepEqual(faults("[".repeat(100_000)), ["1:101 too_large "]);
  assert.deepEqual(faults("- ".repeat(100_000)), ["1:201 too_large "]);
  assert.deepEqual(faults(`${"]".repeat(200)}${"[".repeat(200)}`).length, 1);
  const steps = Array.from({ length: 150 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
  assert.match(faults(steps)[0] ?? "", /syntax/);
  assert.match(faults("---\n".repeat(12_000))[0] ?? "", /too_large/);
});

test("no text makes the reader fail", () => {
  const piece = fc.constantFrom(
    "a",
    "b: ",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "&a ",
    "*a ",
    "<<: ",
    "---\n",
    "#",
    "|",
    "!!int ",
    "? ",
    "1",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      for (const { value, faults: told } of readDocuments(pieces.join(""))) {
        assert.equal(value === undefined, told.length > 0);
      }
    }),
  );
});

test("what JSON says, the reader says", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 4, noNegativeZero: true } as object)),
      (map) => {
        const text = JSON.stringify(map);
        fc.pre(!/[\u007f]|"<<"/.test(text) && text.length < 1_000);
        assert.deepEqual(values(text), [JSON.parse(text)]);
      },
    ),
  );
});

test("a list of more items than a call takes arguments ends at the limit of documents", () => {
  const read = readDocuments(`[${"1,".repeat(200_000)}1]`);
  assert.equal(read.length, 10_001);
  assert.equal(read.at(-1)?.faults[0]?.code, "too_large");
});
