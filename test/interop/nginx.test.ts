import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertSameAsSeen } from "./compare.ts";
import { readLog, unparsableStatuses } from "./read-log.ts";
import { runThrough, type RunThrough, type Setting } from "./run-through.ts";

/** The log_format of the manual. */
const LOG_FORMAT = [
  "time_iso8601",
  "msec",
  "remote_addr",
  "remote_user",
  "request_method",
  "request_uri",
  "status",
  "request_time",
  "upstream_response_time",
  "bytes_sent",
  "http_user_agent",
  "http_x_api_key",
  "host",
  "request_id",
]
  .map((name) => `"${name}":"$${name}"`)
  .join(",");

describe("nginx", () => {
  let run: RunThrough;
  before(async () => {
    run = await runThrough({ prepare, logs: ["combined.log", "records.json"], logsGarbage: true });
  });

  test("its combined log gives what its clients saw", () => {
    const rows = readLog(run.logs[0] ?? Buffer.alloc(0), "combined", { by: "user" });
    const aborted = assertSameAsSeen(run, rows, {
      bytes: ["framedBytes", "framedBytes"],
      stampMs: 1_000,
      hasDuration: false,
      client: ({ user }) => user,
    });
    assert.deepEqual(
      aborted.map(({ status }) => status),
      [499, 499],
    );
    assert.deepEqual(unparsableStatuses(rows), [400, 400]);
  });

  test("its JSON log in the documented format gives what its clients saw, with times in milliseconds", () => {
    const rows = readLog(run.logs[1] ?? Buffer.alloc(0), "nginx-json", { by: "key" });
    const aborted = assertSameAsSeen(run, rows, {
      bytes: ["totalBytes", "totalBytes"],
      stampMs: 1,
      hasDuration: true,
      client: ({ key }) => (key === undefined ? undefined : keyName(key)),
    });
    assert.deepEqual(
      aborted.map(({ status }) => status),
      [499, 499],
    );
    assert.deepEqual(unparsableStatuses(rows), [400, 400]);
  });
});

/** A key is never shown: its client is named by the start of its SHA-256. */
function keyName(key: string): string {
  return `key:${createHash("sha256").update(key).digest("hex").slice(0, 12)}`;
}

async function prepare({ directory, port, upstreamPort }: Setting) {
  const config = join(directory, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  await writeFile(
    config,
    `daemon off; master_process off; pid ${directory}/nginx.pid; error_log stderr crit;
     events { worker_connections 64; }
     http {
       ${temporary.join("\n")}
       log_format records escape=json '{${LOG_FORMAT}}';
       access_log ${directory}/combined.log combined;
       access_log ${directory}/records.json records;
       server {
         listen 127.0.0.1:${port};
         location / { proxy_pass http://127.0.0.1:${upstreamPort}; proxy_http_version 1.1; }
       }
     }`,
  );
  return { program: "nginx", debianPackage: "nginx", args: ["-e", "stderr", "-p", directory, "-c", config] };
}
