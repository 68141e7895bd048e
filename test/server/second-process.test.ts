import assert from "node:assert/strict";
import { test } from "node:test";
import { inTemporaryDirectory, startServer } from "./running-server.ts";

test("a second process on the directory is refused with exit code 3 and the number of the first; after a kill -9 the next one starts", async () => {
  await inTemporaryDirectory(async (directory) => {
    const first = await startServer(directory);
    await assert.rejects(startServer(directory), (error) => {
      assert.match(String(error), /ended with 3 before it was ready/);
      assert.match(String(error), new RegExp(`The process ${first.process.pid} holds the directory`));
      return true;
    });
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200);
    await first.kill();
    const next = await startServer(directory);
    assert.equal(await next.stop(), 0, next.output());
  });
});
