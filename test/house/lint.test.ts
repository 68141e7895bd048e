import assert from "node:assert/strict";
import { test } from "node:test";
import { runInTree } from "./tree.ts";

const LONG = Array.from({ length: 301 }, (_, line) => `export const line${line} = ${line};`).join("\n");
const LONG_FUNCTION = `export function long(): number[] {\n  return [\n${"    1,\n".repeat(60)}  ];\n}\n`;

/** File → [rule that must speak, what it is for, code that offends]. */
const OFFENDING: readonly (readonly [string, string, string, string])[] = [
  ["max-lines", "a file has at most 300 lines", "src/traffic/a.ts", LONG],
  ["max-lines-per-function", "a function has at most 60 lines", "src/traffic/b.ts", LONG_FUNCTION],
  [
    "max-params",
    "more than three parameters are a named object",
    "src/traffic/c.ts",
    "export const f = (a: 1, b: 1, c: 1, d: 1): unknown => [a, b, c, d];\n",
  ],
  [
    "max-depth",
    "nesting ends at three",
    "src/traffic/d.ts",
    "export function f(n: number): number {\n  if (n > 1) {\n    if (n > 2) {\n      if (n > 3) {\n        if (n > 4) return n;\n      }\n    }\n  }\n  return 0;\n}\n",
  ],
  [
    "no-restricted-properties",
    "the clock is the kernel's",
    "src/traffic/e.ts",
    "export const f = (): number => Date.now();\n",
  ],
  [
    "no-restricted-globals",
    "so is the stopwatch",
    "src/traffic/f.ts",
    "export const f = (): number => performance.now();\n",
  ],
  [
    "no-restricted-globals",
    "nobody sets a timer",
    "src/traffic/g.ts",
    "export const f = (): unknown => setTimeout(() => f(), 1);\n",
  ],
  [
    "no-restricted-properties",
    "chance is passed in",
    "src/traffic/h.ts",
    "export const f = (): number => Math.random();\n",
  ],
  ["no-explicit-any", "there is no any", "src/traffic/i.ts", "export const f = (x: any): unknown => x;\n"],
  ["no-non-null-assertion", "absence is checked", "src/traffic/j.ts", "export const f = (x?: string): string => x!;\n"],
  [
    "no-floating-promises",
    "a promise is awaited",
    "src/traffic/k.ts",
    "export function f(p: Promise<void>): void {\n  p;\n}\n",
  ],
  [
    "no-misused-promises",
    "a promise is no condition",
    "src/traffic/l.ts",
    "export const f = (p: Promise<boolean>): number => (p ? 1 : 0);\n",
  ],
  [
    "switch-exhaustiveness-check",
    "a switch covers its union",
    "src/traffic/m.ts",
    'export function f(x: "a" | "b"): number {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n',
  ],
  [
    "strict-boolean-expressions",
    "zero and empty are not false by accident",
    "src/traffic/n.ts",
    "export const f = (n: number): number => (n ? 1 : 2);\n",
  ],
  ["no-console", "output goes to a stream that was chosen", "src/cli/o.ts", 'console.log("x");\n'],
  [
    "no-warning-comments",
    "a thing to do is done or told, not noted",
    "src/traffic/p.ts",
    "// TODO later\nexport const f = 1;\n",
  ],
  ["no-default-export", "an export has one name everywhere", "src/traffic/q.ts", "export default 1;\n"],
  [
    "consistent-type-imports",
    "a type is imported as one",
    "src/traffic/r.ts",
    'import { Stats } from "node:fs";\nexport const f = (s: Stats): number => s.size;\n',
  ],
  [
    "prefer-node-protocol",
    "node's modules say so",
    "src/traffic/s.ts",
    'import { join } from "path";\nexport const f = join;\n',
  ],
  [
    "ban-ts-comment",
    "the compiler is not silenced",
    "src/traffic/t.ts",
    "// @ts-ignore\nexport const f: string = 1;\n",
  ],
  ["eqeqeq", "equal is ===", "src/traffic/u.ts", "export const f = (a: number, b: number): boolean => a == b;\n"],
  ["filename-case", "file names are kebab-case", "src/traffic/fileName.ts", "export const fileName = 1;\n"],
  [
    "no-shadow",
    "one name means one thing",
    "src/traffic/v.ts",
    "export const n = 1;\nexport const f = (n: number): number => n;\n",
  ],
  [
    "only-throw-error",
    "only errors are thrown",
    "src/traffic/w.ts",
    'export function f(): never {\n  throw "no";\n}\n',
  ],
];

const SOUND: Readonly<Record<string, string>> = {
  "src/kernel/clock.ts": "export const wallClockMs = (): number => Date.now();\n",
  "src/kernel/dictionary.ts": "export const put = (a: 1, b: 1, c: 1, d: 1): unknown => [a, b, c, d];\n",
  "src/traffic/sum.ts":
    "/** Sum. */\nexport function sum(values: readonly number[]): number {\n  let total = 0;\n  for (const value of values) total += value;\n  return total;\n}\n",
  "src/traffic/sum.test.ts":
    'import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { sum } from "./sum.ts";\n\ntest("the sum of nothing is 0", () => {\n  assert.equal(sum([]), 0);\n});\n',
};

interface Diagnostics {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly message: string }[];
}

const offences = Object.fromEntries(OFFENDING.map(([, , path, code]) => [path, code]));
const answer = runInTree({ ...offences, ...SOUND }, ["oxlint/bin/oxlint", "-f", "json", "src"]);
const { diagnostics } = JSON.parse(answer.output) as Diagnostics;

for (const [rule, meaning, path] of OFFENDING) {
  test(`the linter stops it: ${meaning} (${rule}, ${path})`, () => {
    const codes = diagnostics.filter(({ filename }) => filename.endsWith(path)).map(({ code }) => code);
    assert.ok(
      codes.some((code) => code.endsWith(`(${rule})`)),
      `${path}: ${codes.join(", ") || "nothing"}`,
    );
  });
}

test("the linter has nothing against code in the style of the house, and fails when it has", () => {
  const sound = diagnostics.filter(({ filename }) => Object.keys(SOUND).some((path) => filename.endsWith(path)));
  assert.deepEqual(sound, []);
  assert.equal(answer.status, 1);
  assert.equal(runInTree(SOUND, ["oxlint/bin/oxlint", "src"]).status, 0);
});
