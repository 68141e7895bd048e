import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { type RunningServer, startServer } from "./running-server.ts";

/** One server for all tests of a file, started with these flags and prepared; it must stop cleanly when they are over. */
export function sharedServer(
  args: readonly string[],
  prepare: (server: RunningServer) => Promise<void>,
): () => RunningServer {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-server-"));
  let server: RunningServer | undefined;
  before(async () => {
    server = await startServer(directory, args);
    await prepare(server);
  });
  after(async () => {
    const code = await server?.stop();
    rmSync(directory, { recursive: true, force: true });
    assert.equal(code, 0, server?.output() ?? "it did not start");
  });
  return () => {
    assert.ok(server !== undefined, "the server did not start");
    return server;
  };
}
