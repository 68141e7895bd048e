import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertSameAsSeen } from "./compare.ts";
import { readLog } from "./read-log.ts";
import { runThrough, type RunThrough, type Setting } from "./run-through.ts";

describe("Caddy", () => {
  let run: RunThrough;
  before(async () => {
    run = await runThrough({ prepare, logs: ["access.json"], logsGarbage: false });
  });

  test("its JSON log gives what its clients saw", () => {
    const rows = readLog(run.logs[0] ?? Buffer.alloc(0), "caddy", { by: "header", name: "X-Api-Key" });
    const aborted = assertSameAsSeen(run, rows, {
      bytes: ["bodyBytes", "bodyBytes"],
      stampMs: 1,
      hasDuration: true,
      // A header that holds keys is never shown as it is.
      client: ({ key }) => (key === undefined ? undefined : `key:${sha256(key).slice(0, 12)}`),
    });
    assert.deepEqual(
      aborted.map(({ outcome, status }) => [outcome, status]),
      [
        ["clientAborted", 0],
        ["clientAborted", 0],
      ],
    );
  });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function prepare({ directory, port, upstreamPort }: Setting) {
  const config = join(directory, "caddy.json");
  const writer = { output: "file", filename: join(directory, "access.json") };
  const proxy = { handler: "reverse_proxy", upstreams: [{ dial: `127.0.0.1:${upstreamPort}` }] };
  const server = {
    listen: [`127.0.0.1:${port}`],
    automatic_https: { disable: true },
    logs: {},
    routes: [{ handle: [proxy] }],
  };
  await writeFile(
    config,
    JSON.stringify({
      admin: { disabled: true, config: { persist: false } },
      logging: {
        logs: {
          access: { include: ["http.log.access"], writer, encoder: { format: "json" } },
          default: { exclude: ["http.log.access"], level: "ERROR" },
        },
      },
      apps: { http: { servers: { api: server } } },
    }),
  );
  const env = { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  return { program: "caddy", debianPackage: "caddy", args: ["run", "--config", config], env };
}
