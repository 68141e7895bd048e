import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AuthProxy } from "./auth-proxy.ts";

/** nginx of Debian, as one process. */
export const NGINX: AuthProxy = {
  name: "nginx",
  prepare: (directory) => {
    const config = join(directory, "nginx.conf");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${directory}/${name};`,
    );
    writeFileSync(
      config,
      `daemon off; master_process off; pid ${directory}/nginx.pid; error_log ${directory}/error.log;
     events { worker_connections 512; }
     http { access_log off; ${temporary.join("\n")} include ${directory}/plimsoll.conf; }`,
    );
    return { program: "nginx", debianPackage: "nginx", args: ["-e", "stderr", "-p", directory, "-c", config] };
  },
  log: { file: (api) => `${api}.json`, format: "nginx-json", by: { by: "field", name: "client" } },
};

/** Caddy of Debian. */
export const CADDY: AuthProxy = {
  name: "caddy",
  prepare: (directory) => {
    const config = join(directory, "Caddyfile");
    writeFileSync(config, "{\n\tadmin off\n\tauto_https off\n}\n");
    appendFileSync(config, readFileSync(join(directory, "plimsoll.caddyfile")));
    const env = { HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
    const args = ["run", "--config", config, "--adapter", "caddyfile"];
    return { program: "caddy", debianPackage: "caddy", args, env };
  },
  log: { file: () => "127.0.0.1.json", format: "caddy", by: { by: "user" } },
};

/** HAProxy of Debian. */
export const HAPROXY: AuthProxy = {
  name: "haproxy",
  prepare: (directory) => {
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
  },
  log: { file: () => "haproxy.json", format: "ndjson", by: { by: "field", name: "client" } },
};
