import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertSameAsSeen } from "./compare.ts";
import { USERS } from "./known-requests.ts";
import { readLog, unparsableStatuses } from "./read-log.ts";
import { runThrough, type RunThrough, type Setting } from "./run-through.ts";

describe("Apache", () => {
  let run: RunThrough;
  before(async () => {
    run = await runThrough({ prepare, logs: ["combined.log", "common.log"], logsGarbage: true });
  });

  for (const [index, format] of (["combined", "common"] as const).entries()) {
    test(`its ${format} log gives what its clients saw`, () => {
      const rows = readLog(run.logs[index] ?? Buffer.alloc(0), format, { by: "user" });
      const aborted = assertSameAsSeen(run, rows, {
        bytes: ["bodyBytes", "bodyBytes"],
        stampMs: 1_000,
        hasDuration: false,
        client: ({ user }) => user,
      });
      // Apache looks for its client only when it writes, and logs the answer that nobody took.
      assert.deepEqual(
        aborted.map(({ status }) => status),
        [200, 200],
      );
      assert.deepEqual(unparsableStatuses(rows), [400, 400]);
    });
  }
});

const MODULES = [
  "mpm_event",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "auth_basic",
  "proxy",
  "proxy_http",
];

async function prepare({ directory, port, upstreamPort }: Setting) {
  const config = join(directory, "apache.conf");
  const users = [...USERS].map(
    ([user, password]) => `${user}:{SHA}${createHash("sha1").update(password).digest("base64")}`,
  );
  await writeFile(join(directory, "users"), `${users.join("\n")}\n`);
  // Started by root, Apache reads it as another user.
  await chmod(directory, 0o755);
  await writeFile(
    config,
    `ServerName api.example
     ServerRoot ${directory}
     DefaultRuntimeDir ${directory}
     PidFile ${directory}/apache.pid
     ErrorLog ${directory}/error.log
     ${process.getuid?.() === 0 ? "User nobody\nGroup nogroup" : ""}
     ${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
     Listen 127.0.0.1:${port}
     LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
     LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
     CustomLog ${directory}/combined.log combined
     CustomLog ${directory}/common.log common
     AllowEncodedSlashes NoDecode
     ProxyPass / http://127.0.0.1:${upstreamPort}/ nocanon disablereuse=On
     <If "-n req('Authorization')">
       AuthType Basic
       AuthName example
       AuthUserFile ${directory}/users
       Require valid-user
     </If>`,
  );
  return { program: "apache2", debianPackage: "apache2-bin", args: ["-X", "-f", config] };
}
