import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walkBehindAuth } from "./behind-auth.ts";

test("nginx with the generated configuration lets through who may pass, answers as we do, and logs each request with its client", async () => {
  await walkBehindAuth({
    name: "nginx",
    prepare,
    log: { file: (api) => `${api}.json`, format: "nginx-json", by: { by: "field", name: "client" } },
  });
});

function prepare(directory: string) {
  const config = join(directory, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${directory}/nginx.pid; error_log ${directory}/error.log;
     events { worker_connections 64; }
     http { access_log off; ${temporary.join("\n")} include ${directory}/plimsoll.conf; }`,
  );
  return { program: "nginx", debianPackage: "nginx", args: ["-e", "stderr", "-p", directory, "-c", config] };
}
