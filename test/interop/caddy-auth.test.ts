import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walkBehindAuth } from "./behind-auth.ts";

test("Caddy with the generated configuration lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth({
    name: "caddy",
    prepare,
    log: { file: () => "127.0.0.1.json", format: "caddy", by: { by: "user" } },
  });
});

function prepare(directory: string) {
  const config = join(directory, "Caddyfile");
  writeFileSync(config, "{\n\tadmin off\n\tauto_https off\n}\n");
  appendFileSync(config, readFileSync(join(directory, "plimsoll.caddyfile")));
  const env = { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  return { program: "caddy", debianPackage: "caddy", args: ["run", "--config", config, "--adapter", "caddyfile"], env };
}
