import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSources } from "../../tools/architecture/check-sources.ts";
import { checkHot } from "../../tools/architecture/hot.ts";
import { violationText } from "../../tools/architecture/violation.ts";

/** Trees that offend: what the rule is for, the files, and a piece of what it says. */
const OFFENDING: readonly (readonly [string, Record<string, string>, string])[] = [
  [
    "the kernel knows nobody",
    { "src/kernel/clock.ts": 'import { x } from "#intake";\nexport const clock = x;\n' },
    "not below kernel",
  ],
  [
    "nobody imports upwards",
    { "src/intake/rows.ts": 'import { x } from "#traffic";\nexport const rows = x;\n' },
    "not below intake",
  ],
  [
    "peers do not know each other",
    { "src/http/server.ts": 'import { x } from "#storage";\nexport const server = x;\n' },
    "not below http",
  ],
  [
    "a type is an import too",
    { "src/intake/rows.ts": 'import type { X } from "#traffic";\nexport type Rows = X;\n' },
    "not below intake",
  ],
  [
    "an import over several lines counts",
    { "src/intake/rows.ts": 'import {\n  x,\n} from "#traffic";\nexport const rows = x;\n' },
    "rows.ts:1",
  ],
  [
    "a lazy import counts",
    { "src/intake/rows.ts": 'export const rows = async () => await import("#cli");\n' },
    "not below intake",
  ],
  ["a re-export counts", { "src/intake/rows.ts": 'export { rows } from "#traffic";\n' }, "not below intake"],
  [
    "a module is imported through its door",
    { "src/traffic/rows.ts": 'import { x } from "../intake/model/x.ts";\nexport const rows = x;\n' },
    "leaves the module",
  ],
  [
    "what tests share serves tests of modules above, not below",
    { "src/intake/rows.test.ts": 'import { x } from "../traffic/x.testing.ts";\nx();\n' },
    "leaves the module",
  ],
  [
    "what tests share is not for code",
    { "src/traffic/rows.ts": 'import { x } from "../intake/x.testing.ts";\nexport const rows = x;\n' },
    "leaves the module",
  ],
  [
    "a path behind the door is no module",
    { "src/traffic/rows.ts": 'import { x } from "#intake/model";\nexport const rows = x;\n' },
    "no module of the order",
  ],
  [
    "an unknown module is told",
    { "src/traffic/rows.ts": 'import { x } from "#nowhere";\nexport const rows = x;\n' },
    "no module of the order",
  ],
  [
    "a module does not use its own door",
    { "src/traffic/rows.ts": 'import { x } from "./index.ts";\nexport const rows = x;\n' },
    "its own door",
  ],
  ["nor by its name", { "src/traffic/rows.ts": 'import { x } from "#traffic";\nexport const rows = x;\n' }, "use ./"],
  [
    "the gateway has no storage",
    { "src/gateway/proxy.ts": 'import { x } from "#storage";\nexport const proxy = x;\n' },
    "no database",
  ],
  [
    "a model has no node",
    { "src/traffic/model/sum.ts": 'import fs from "node:fs";\n/** Sum. */\nexport const sum = fs;\n' },
    "may not import node:fs",
  ],
  [
    "a model has no packages",
    { "src/traffic/model/sum.ts": 'import { x } from "undici";\n/** Sum. */\nexport const sum = x;\n' },
    "the package undici",
  ],
  [
    "a model does not know its store",
    { "src/traffic/model/sum.ts": 'import { x } from "../store.ts";\n/** Sum. */\nexport const sum = x;\n' },
    "may not know store",
  ],
  [
    "a model takes only what is pure from a door",
    {
      "src/intake/index.ts": '/** Intake. */\nexport { open } from "./decoders.ts";\n',
      "src/intake/decoders.ts": "export const open = 1;\nexport const decoders = open;\n",
      "src/traffic/model/sum.ts": 'import { open } from "#intake";\n/** Sum. */\nexport const sum = open;\n',
    },
    "a model stays pure",
  ],
  [
    "a store knows storage only",
    { "src/clients/store.ts": 'import { x } from "#apis";\nexport const store = x;\n' },
    "store may not import #apis",
  ],
  [
    "http acts through actions",
    { "src/clients/http.ts": 'import { x } from "./store.ts";\nexport const http = x;\n' },
    "http may not know store",
  ],
  [
    "code does not import tests",
    { "src/traffic/rows.ts": 'import { x } from "./x.test.ts";\nexport const rows = x;\n' },
    "does not import tests",
  ],
  [
    "main reaches only into verbs and roles",
    { "src/main.ts": 'import { x } from "./traffic/rows.ts";\nx();\n' },
    "use a door",
  ],
  [
    "files do not import each other",
    {
      "src/traffic/one.ts": 'import { two } from "./two.ts";\nexport const one = two;\n',
      "src/traffic/two.ts": 'import { one } from "./one.ts";\nexport const two = one;\n',
    },
    "src/traffic/one.ts → src/traffic/two.ts → src/traffic/one.ts",
  ],
  [
    "a file is called after an export",
    { "src/traffic/rows.ts": "export const columns = 1;\n" },
    "no export bears the name of the file",
  ],
  [
    "a name says something",
    { "src/traffic/row-manager.ts": "export const rowManager = 1;\n" },
    '"manager" says nothing',
  ],
  ["so does each declaration", { "tools/x.ts": "function loadUserData() {}\n" }, '"data" says nothing'],
  [
    "a door says what it is for",
    { "src/traffic/index.ts": 'export { rows } from "./rows.ts";\n' },
    "a door begins with a doc comment",
  ],
  [
    "a date is made in the kernel only",
    { "src/traffic/rows.ts": "export const rows = (at: number): Date => new Date(at);\n" },
    "rows.ts:1",
  ],
  [
    "a date without a time is the clock",
    { "src/traffic/rows.ts": "export const rows = (): string =>\n  Date();\n" },
    "rows.ts:2",
  ],
  [
    "the console runs in a browser",
    { "web/src/records/list.tsx": 'import fs from "node:fs";\nexport const list = fs;\n' },
    "there is no node:fs",
  ],
  [
    "the console knows no door but kernel and charts",
    { "web/src/records/list.tsx": 'import { open } from "#records";\nexport const list = open;\n' },
    "not #records",
  ],
  [
    "of a contract the console takes types only",
    {
      "web/src/records/list.tsx":
        'import { schema } from "../../../src/records/contract.ts";\nexport const list = schema;\n',
    },
    "takes types only",
  ],
  [
    "the console does not reach into a module",
    {
      "web/src/records/list.tsx": 'import type { Log } from "../../../src/records/log.ts";\nexport type List = Log;\n',
    },
    "is not for the console",
  ],
  [
    "a model's exports are explained",
    { "src/traffic/model/sum.ts": "/** One. */\nexport const sum = 1;\n\nexport const rest = 2;\n" },
    "rest has no doc comment",
  ],
];

for (const [rule, files, message] of OFFENDING) {
  test(`an offence is found: ${rule}`, () => {
    const found = checkSources(new Map(Object.entries(files))).map(violationText);
    assert.ok(
      found.some((text) => text.includes(message)),
      `expected "${message}" among: ${found.join("\n") || "nothing"}`,
    );
  });
}

test("a tree in the style of the house has no offence", () => {
  const tree = {
    "src/kernel/index.ts": '/** Words without a domain. */\nexport { ppm } from "./ppm.ts";\n',
    "src/kernel/time.ts": "/** Not `new Date()`. */\nexport const time = (at: number): Date => new Date(at);\n",
    "src/kernel/ppm.ts": 'import { Buffer } from "node:buffer";\n\nexport const ppm = Buffer;\n',
    "src/intake/index.ts": '/** Sources in, records out. */\nexport { type Row, ROWS } from "./model/row.ts";\n',
    "src/intake/model/row.ts": "/** Rows at most. */\nexport const ROWS = 1;\nexport type Row = typeof ROWS;\n",
    "src/traffic/index.ts": '/** Counts. */\nexport { sum } from "./model/sum.ts";\n',
    "src/traffic/model/sum.ts":
      'import { ROWS } from "#intake";\nimport { ppm } from "#kernel";\n\n/** Sum. */\nexport const sum = [ROWS, ppm];\n',
    "src/traffic/model/sum.test.ts":
      'import { open } from "#objectives";\nimport fs from "node:fs";\nimport { sum } from "./sum.ts";\n',
    "src/cli/replay/replay.ts":
      'import fs from "node:fs";\nimport { sum } from "#traffic";\n\nexport const replay = [fs, sum];\n',
    "src/cli/start.ts": "// never new Date()\nexport const start = Date.UTC(2026, 0);\n",
    "src/main.ts": 'await import("./cli/replay/replay.ts");\n',
    "web/src/records/list.tsx":
      'import { ppm } from "#kernel";\nimport type { Row } from "../../../src/intake/contract.ts";\nimport { word } from "../../../src/intake/model/words.ts";\n\nexport const list = (row: Row) => [ppm, word, row];\n',
    "bench/combined.ts": 'import { sum } from "../src/traffic/model/sum.ts";\n',
  };
  assert.deepEqual(checkSources(new Map(Object.entries(tree))).map(violationText), []);
});

test("a string that only looks like an import is none", () => {
  const text = 'export interface Names {\n  /** as in "orders/availability" */\n  readonly name: string;\n}\n';
  assert.deepEqual(checkSources(new Map([["src/traffic/model/names.ts", `/** Names. */\n${text}`]])), []);
});

const HOT = { files: "src/scan/*.ts", benches: ["bench/a.ts"], oracles: ["src/a.test.ts"] };
const HOT_TREE = new Set(["src/scan/a.ts", "bench/a.ts", "src/a.test.ts"]);
const LINT = ["src/scan/*.ts"];

test("a hot path with bench, oracle and lint exception is accepted", () => {
  assert.deepEqual(checkHot({ paths: HOT_TREE, lintFiles: LINT, hotPaths: [HOT] }), []);
});

test("a hot path without its files, bench, oracle or lint exception is refused", () => {
  for (const missing of HOT_TREE) {
    const paths = new Set([...HOT_TREE].filter((path) => path !== missing));
    assert.equal(checkHot({ paths, lintFiles: LINT, hotPaths: [HOT] }).length, 1, missing);
  }
  assert.equal(checkHot({ paths: HOT_TREE, lintFiles: [], hotPaths: [HOT] }).length, 1);
  assert.ok(
    checkHot({ paths: HOT_TREE, lintFiles: LINT, hotPaths: [{ ...HOT, benches: [], oracles: [] }] }).length > 0,
  );
});

test("an exception that only the linter knows is refused", () => {
  assert.equal(checkHot({ paths: HOT_TREE, lintFiles: [...LINT, "src/b.ts"], hotPaths: [HOT] }).length, 1);
});
