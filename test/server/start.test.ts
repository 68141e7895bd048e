import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inTemporaryDirectory, startServer } from "./running-server.ts";

/** What a process was started with is read from /proc. */
const ONLY_LINUX = { skip: process.platform !== "linux" };

test("the process that was started is the server, with little memory kept aside", ONLY_LINUX, async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const said = (file: string): string[] => readFileSync(`/proc/${server.process.pid}/${file}`, "utf8").split("\0");
    assert(said("cmdline").includes("--max-semi-space-size=4"));
    assert(said("environ").includes("MALLOC_ARENA_MAX=2"));
    assert.equal(await server.stop(), 0);
  });
});

test("what a user sets of the memory of the server wins", ONLY_LINUX, async () => {
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory, [], { MALLOC_ARENA_MAX: "3" });
    const variables = readFileSync(`/proc/${server.process.pid}/environ`, "utf8").split("\0");
    assert.deepEqual(
      variables.filter((variable) => variable.startsWith("MALLOC_ARENA_MAX=")),
      ["MALLOC_ARENA_MAX=3"],
    );
    assert.equal(await server.stop(), 0);
  });
});

test("a data directory that the system refuses is told with its path and exit code 3, not as a bug", async () => {
  await assert.rejects(startServer("/dev/null/data"), (error) => {
    assert.match(String(error), /ended with 3 before it was ready/);
    assert.match(String(error), /the system refused.*Look at \/dev\/null\/data: is the path right/);
    return true;
  });
});
