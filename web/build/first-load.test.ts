import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FIRST_LOAD_LIMIT_BYTES, firstLoad } from "./first-load.ts";

const MANIFEST = {
  "index.html": { file: "a.js", isEntry: true, css: ["a.css"], imports: ["_shared.js"] },
  "_shared.js": { file: "shared.js" },
  "src/overview/overview-page.tsx": { file: "overview.js", imports: ["_shared.js"] },
  "src/records/records-page.tsx": { file: "records.js" },
};

/** What incompressible files of these sizes come to. */
function loadOf(sizes: Readonly<Record<string, number>>): ReturnType<typeof firstLoad> {
  const dist = mkdtempSync(join(tmpdir(), "plimsoll-first-load-"));
  try {
    mkdirSync(join(dist, ".vite"));
    writeFileSync(join(dist, ".vite", "manifest.json"), JSON.stringify(MANIFEST));
    for (const file of ["a.js", "a.css", "shared.js", "overview.js", "records.js"]) {
      writeFileSync(join(dist, file), randomBytes(sizes[file] ?? 10));
    }
    return firstLoad(dist);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

test("the first load is the entry, the overview and what both share, each once; other pages come later", () => {
  const { files, bytes } = loadOf({ "records.js": 1_000_000 });
  assert.deepEqual(files.toSorted(), ["a.css", "a.js", "overview.js", "shared.js"]);
  assert.ok(bytes < 1_000);
});

test("a first load that is too heavy is seen, wherever the weight lies", () => {
  for (const heavy of ["a.js", "a.css", "shared.js", "overview.js"]) {
    assert.ok(loadOf({ [heavy]: FIRST_LOAD_LIMIT_BYTES }).bytes > FIRST_LOAD_LIMIT_BYTES, heavy);
  }
});
