import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { authUrl } from "../server/gated-server.ts";
import type { RunningServer } from "../server/running-server.ts";
import type { ClientBy, LogFormat } from "#intake";
import type { ServerCommand } from "./server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));

/** A proxy that asks us who may pass, in the configuration that we write for it. */
export interface AuthProxy {
  readonly name: string;
  /** Writes what is around the generated files in a directory, and says how to start the proxy. */
  readonly prepare: (directory: string) => Omit<ServerCommand, "port">;
  /** The access log: its name in the directory `logs`, and how it is read. */
  readonly log: { readonly file: (api: string) => string; readonly format: LogFormat; readonly by: ClientBy };
}

/** Where a proxy runs, and for which server of ours. */
export interface AuthProxyPlace {
  readonly directory: string;
  /** On which the proxy shall listen. */
  readonly port: number;
  readonly plimsoll: Pick<RunningServer, "url" | "adminToken" | "output">;
}

/** Writes the configuration as people do, into the directory; the proxy's log goes to `logs` in it. */
export async function configureAuthProxy(
  { name }: AuthProxy,
  { directory, port, plimsoll }: AuthProxyPlace,
): Promise<void> {
  const logs = join(directory, "logs");
  mkdirSync(logs);
  const auth = new URL(authUrl(plimsoll)).host;
  const where = ["--server", plimsoll.url, "--token", plimsoll.adminToken, "--auth", auth];
  const flags = ["--port", String(port), "--logs", logs, "--out", directory];
  await promisify(execFile)(process.execPath, [PLIMSOLL, "gateway", "config", name, ...where, ...flags]);
}
