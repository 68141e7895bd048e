import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertSameAsSeen } from "./compare.ts";
import type { KnownRequest } from "./known-requests.ts";
import { readLog, unparsableStatuses } from "./read-log.ts";
import { runThrough, type RunThrough, type Setting } from "./run-through.ts";

describe("HAProxy", () => {
  let run: RunThrough;
  before(async () => {
    run = await runThrough({ prepare, logs: ["-"], refuses: hasRawUnicode, logsGarbage: true });
  });

  test("its httplog gives what its clients saw", () => {
    const rows = readLog(run.logs[0] ?? Buffer.alloc(0), "haproxy", { by: "ip" });
    const aborted = assertSameAsSeen(run, rows, {
      // It counts heads in a form of its own, shorter than on the wire.
      bytes: ["bodyBytes", "totalBytes"],
      stampMs: 1,
      hasDuration: true,
      client: ({ ip }) => ip,
    });
    assert.deepEqual(
      aborted.map(({ status, outcome }) => [status, outcome]),
      [
        [0, "clientAborted"],
        [0, "clientAborted"],
      ],
    );
    assert.deepEqual(unparsableStatuses(rows), [400, 400, 400]);
  });
});

/** HAProxy answers 400 to bytes above 127 in a path, and logs the request as <BADREQ>. */
function hasRawUnicode({ path }: KnownRequest): boolean {
  return [...path].some((character) => character > "\x7e");
}

async function prepare({ directory, port, upstreamPort }: Setting) {
  const config = join(directory, "haproxy.cfg");
  // Without `len` and `logurilen`, HAProxy cuts lines and targets at 1,024 bytes, in the midst of a long path.
  await writeFile(
    config,
    `global
  tune.http.logurilen 8192
  log stdout len 8192 format raw local0
  # Two threads that log to one descriptor at the same time may lose a line.
  nbthread 1
defaults
  mode http
  log global
  option httplog
  option dontlognull
  option abortonclose
  retries 0
  timeout connect 2s
  timeout client 5s
  timeout server 5s
frontend www
  bind 127.0.0.1:${port}
  default_backend apps
backend apps
  server app1 127.0.0.1:${upstreamPort}
`,
  );
  // HAProxy stamps in local time without a zone; the decoder reads UTC, and so must the server be set.
  return { program: "haproxy", debianPackage: "haproxy", args: ["-db", "-f", config], env: { TZ: "UTC" } };
}
