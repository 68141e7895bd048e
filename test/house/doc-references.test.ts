import assert from "node:assert/strict";
import { test } from "node:test";
import { docReferences } from "../../tools/doc-refs/doc-references.ts";

const found = (markdown: string): string[] =>
  docReferences(markdown).map(({ line, kind, target }) => `${line} ${kind} ${target}`);

test("links, pictures, paths in backticks and npm scripts are references, with their lines", () => {
  const markdown = [
    "See [the manual](docs/manual/replay.md#formats) and ![a page](<docs/a.png>).",
    "The clock is `src/kernel/clock.ts`; `npm run check` and `npm test` check it.",
  ].join("\n");
  assert.deepEqual(found(markdown), [
    "1 link docs/manual/replay.md",
    "1 link docs/a.png",
    "2 script check",
    "2 script test",
    "2 file src/kernel/clock.ts",
  ]);
});

test("the web, anchors, mail, bare names and placeholders are not references", () => {
  const markdown =
    "[a](https://example.org) [b](#part) [c](mailto:a@example.org) `report.html` `src/<module>/index.ts` `a/b`";
  assert.deepEqual(found(markdown), []);
});

test("paths in a code fence belong to the reader, scripts in it to us", () => {
  assert.deepEqual(found("```sh\nnpm run lock\nless `logs/mine/access.json`\n```\n`docs/gone.md`"), [
    "2 script lock",
    "5 file docs/gone.md",
  ]);
});
