import assert from "node:assert/strict";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT } from "../../tools/files.ts";
import { ensureConsole } from "../../web/build/ensure-console.ts";
import { FIRST_LOAD_LIMIT_BYTES, firstLoad } from "../../web/build/first-load.ts";

/** A checkout of its own, so that nobody's console is touched. */
const root = mkdtempSync(join(tmpdir(), "plimsoll-console-"));
after(() => rmSync(root, { recursive: true, force: true }));
for (const part of ["package.json", "package-lock.json", "src", "tsconfig.json", "web"]) {
  cpSync(join(ROOT, part), join(root, part), {
    recursive: true,
    filter: (path) => !path.includes(join("web", "dist")),
  });
}
symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));

/** What a start says about it. */
async function start(): Promise<readonly string[]> {
  const said: string[] = [];
  await ensureConsole(root, (line) => said.push(line));
  return said;
}

const builds = (lines: readonly string[]): number => lines.filter((line) => line.startsWith("Building")).length;

test("of two starts at once one builds the console, and a later one does not", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  assert.equal(builds([...first, ...second]), 1);
  assert.ok(existsSync(join(root, "web", "dist", "index.html")));
  assert.deepEqual(await start(), []);
});

test("the first load stays below its limit", () => {
  const { bytes } = firstLoad(join(root, "web", "dist"));
  assert.ok(bytes <= FIRST_LOAD_LIMIT_BYTES, `${bytes} bytes`);
});

test("a changed source of its own, or one that it shares with the terminal, builds again", async () => {
  appendFileSync(join(root, "web", "src", "styles.css"), "\n.changed { color: red; }\n");
  assert.equal(builds(await start()), 1);
  appendFileSync(join(root, "src", "kernel", "format.ts"), "\n// changed\n");
  assert.equal(builds(await start()), 1);
  appendFileSync(join(root, "src", "cli", "program.ts"), "\n// changed\n");
  assert.equal(builds(await start()), 0);
});

test("a lock that a dead process left behind is nobody's", async () => {
  appendFileSync(join(root, "web", "src", "styles.css"), "\n.again { color: red; }\n");
  writeFileSync(join(root, "web", "dist.lock"), "999999999");
  assert.equal(builds(await start()), 1);
});

test("a build that fails says why, leaves the console that was there, and can be tried again", async () => {
  appendFileSync(join(root, "web", "src", "main.tsx"), "\nexport const broken = ;\n");
  await assert.rejects(start(), /could not be built/);
  assert.deepEqual(
    readdirSync(join(root, "web")).filter((name) => name.startsWith("dist")),
    ["dist"],
  );
  await assert.rejects(start(), /could not be built/);
});
