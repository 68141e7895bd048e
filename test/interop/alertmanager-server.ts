import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { startServer } from "./server.ts";

/** Starts Debian's Alertmanager by a configuration, alone, with what it keeps in a folder. End it. */
export async function startAlertmanager(folder: string, port: number, config: object) {
  writeFileSync(join(folder, "alertmanager.yml"), stringify(config));
  return await startServer({
    program: "prometheus-alertmanager",
    debianPackage: "prometheus-alertmanager",
    port,
    args: [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=warn",
    ],
  });
}
