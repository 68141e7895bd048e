import assert from "node:assert/strict";
import { test } from "node:test";
import { runInTree } from "./tree.ts";

const INDEX = '/** The kernel. */\nexport { sum } from "./sum.ts";\n';
const SUM = "export const sum = (a: number, b: number): number => a + b;\n";
const MAIN = 'import { sum } from "#kernel";\n\nprocess.stdout.write(String(sum(1, 2)));\n';
const TEST =
  'import { test } from "node:test";\nimport { rest, sum } from "#kernel";\n\ntest("x", () => [sum, rest]);\n';
const TREE = { "src/kernel/index.ts": INDEX, "src/kernel/sum.ts": SUM, "src/main.ts": MAIN };

test("the formatter accepts its own form and refuses another", () => {
  const command = ["oxfmt/bin/oxfmt", "--check", "src"];
  assert.equal(runInTree(TREE, command).status, 0);
  assert.notEqual(runInTree({ ...TREE, "src/main.ts": MAIN.replaceAll('"', "'") }, command).status, 0);
});

test("the compiler accepts sound code and refuses a wrong type, an enum, an unchecked index and a missing .ts", () => {
  const command = ["typescript/bin/tsc", "--noEmit", "-p", "."];
  assert.equal(runInTree(TREE, command).status, 0);
  const wrong = [
    "export const sum: string = 1;",
    "export enum Sum { A }",
    "export const sum = (a: number[]): number => a[0];",
    'export * from "./main";',
  ];
  for (const text of wrong) assert.notEqual(runInTree({ ...TREE, "src/wrong.ts": text }, command).status, 0, text);
});

test("an unused file and an unused export are dead code", () => {
  const unusedFile = runInTree({ ...TREE, "src/kernel/lonely.ts": SUM }, ["knip/bin/knip.js", "--include", "files"]);
  assert.match(unusedFile.output, /src\/kernel\/lonely\.ts/);
  const exports = runInTree({ ...TREE, "src/kernel/sum.ts": `${SUM}export const rest = 1;\n` }, [
    "knip/bin/knip.js",
    "--include",
    "exports",
  ]);
  assert.match(exports.output, /rest\s+src\/kernel\/sum\.ts/);
  assert.equal(unusedFile.status, 1);
  assert.equal(exports.status, 1);
  assert.equal(runInTree(TREE, ["knip/bin/knip.js", "--include", "files,exports"]).status, 0);
});

test("what a door offers to tests only is dead code", () => {
  const tree = {
    ...TREE,
    "src/kernel/index.ts": INDEX.replace("{ sum }", "{ rest, sum }"),
    "src/kernel/sum.ts": `${SUM}export const rest = 1;\n`,
    "src/kernel/sum.test.ts": TEST,
  };
  const { status, output } = runInTree(tree, [
    "knip/bin/knip.js",
    "--production",
    "--config",
    "tools/knip-doors.json",
    "--include",
    "exports",
  ]);
  assert.match(output, /rest\s+src\/kernel\/index\.ts/);
  assert.equal(status, 1);
});
