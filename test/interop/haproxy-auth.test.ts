import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walkBehindAuth } from "./behind-auth.ts";

test("HAProxy with the generated configuration and its Lua lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth({
    name: "haproxy",
    prepare,
    log: { file: () => "haproxy.json", format: "ndjson", by: { by: "field", name: "client" } },
  });
});

function prepare(directory: string) {
  const config = join(directory, "haproxy.cfg");
  const log = join(directory, "logs", "haproxy.json");
  const generated = readFileSync(join(directory, "plimsoll.cfg"), "utf8");
  writeFileSync(
    config,
    `global
  nbthread 1
  lua-load ${directory}/plimsoll.lua
defaults
  timeout connect 2s
  timeout client 5s
  timeout server 5s
${generated.replace("bind :", "bind 127.0.0.1:")}`,
  );
  // HAProxy logs to standard output or to syslog; a shell puts it into a file here.
  const args = ["-c", 'exec "$0" -db -f "$1" > "$2"', "haproxy", config, log];
  return { program: "sh", debianPackage: "haproxy", args, env: { TZ: "UTC" } };
}
