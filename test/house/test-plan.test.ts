import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { findFiles } from "../../tools/files.ts";
import { findLeftovers, RUN_MARK } from "../../tools/test/leftovers.ts";
import type { TestPart } from "../../tools/test/parts.ts";
import { planTests } from "../../tools/test/plan.ts";
import { installCommands, missingPrograms, PROGRAMS } from "../../tools/test/programs.ts";

const filesOf = ({ name }: TestPart): string[] =>
  name === "interop" ? [] : [`test/${name}/a.test.ts`, `test/${name}/b.test.ts`];
const shown = (args: readonly string[]): unknown => {
  const plan = planTests(args, filesOf);
  return "refused" in plan ? plan.refused : plan.parts.map(({ part, files }) => `${part.name} ${files.length}`);
};

test("every test file of the checkout belongs to exactly one part", () => {
  const plan = planTests([], ({ patterns }) => findFiles(patterns));
  assert.ok("parts" in plan);
  const planned = plan.parts.flatMap(({ files }) => files).toSorted();
  assert.deepEqual(planned, findFiles(["**/*.test.ts"]));
});

test("all parts with files run when nothing is asked, else the part or the files that were asked for", () => {
  assert.deepEqual(shown([]), ["unit 2", "engines 2", "server 2", "e2e 2"]);
  assert.deepEqual(shown(["--only", "e2e"]), ["e2e 2"]);
  assert.deepEqual(shown(["--only", "interop"]), []);
  assert.deepEqual(shown(["test/unit/b.test.ts", "test/e2e/a.test.ts"]), ["unit 1", "e2e 1"]);
});

test("a part or a file that does not exist is refused with what there is", () => {
  assert.match(String(shown(["--only", "all"])), /unit, engines, server, interop, e2e/);
  assert.match(String(shown(["--only"])), /unit, engines, server, interop, e2e/);
  assert.match(String(shown(["src/gone.test.ts"])), /src\/gone\.test\.ts is no test of ours/);
});

test("programs that are nowhere are missing, and the commands bring all of them", () => {
  assert.deepEqual(missingPrograms(["/nowhere"]), PROGRAMS);
  assert.match(
    installCommands(PROGRAMS).join("\n"),
    /apt-get update\n.*--no-install-recommends chromium nginx haproxy caddy apache2-bin logrotate zstd prometheus prometheus-alertmanager postgresql/,
  );
});

test(
  "a process that a run leaves behind is found by the run's mark, another one is not",
  { skip: process.platform !== "linux" },
  async () => {
    const mark = `house-${process.pid}`;
    const child = spawn(process.execPath, ["-e", "process.stdin.resume(); process.stdout.write('up')"], {
      env: { ...process.env, [RUN_MARK]: mark },
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    assert.deepEqual(
      findLeftovers(mark).map(({ id }) => id),
      [child.pid],
    );
    assert.deepEqual(findLeftovers(`${mark}-other`), []);
    child.stdin.end();
    await once(child, "close");
    assert.deepEqual(findLeftovers(mark), []);
  },
);
