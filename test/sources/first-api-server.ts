import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Answered, ordersApi } from "../../examples/first-api/orders-api.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "../server/running-server.ts";
import { CLIENTS } from "./known-traffic.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));

/** A server, and the sample API. */
export interface FirstApi {
  readonly directory: string;
  readonly server: RunningServer;
  /** The sample API itself. */
  readonly api: Server;
  /** Where it listens. */
  readonly upstream: string;
}

/** How the API is reached, in lines of its plan, in the place of what the example says. */
export type ReachLines = (first: FirstApi) => readonly string[];

/**
 * Runs the sample API beside a server that was told of it by the text of examples/first-api, with other lines of how it is
 * reached, and with limits of which a test's pace reaches the lower one.
 */
export async function withFirstApi(
  { reach, onAnswered }: { readonly reach: ReachLines; readonly onAnswered?: (answered: Answered) => void },
  use: (first: FirstApi) => Promise<void>,
): Promise<void> {
  const clients = new Map(CLIENTS.map(({ key, client }) => [key, client]));
  const told = onAnswered === undefined ? {} : { onAnswered };
  const api = ordersApi({ clients, isBehindPlimsoll: true, ...told }).listen(0, "127.0.0.1");
  await once(api, "listening");
  const upstream = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  try {
    await inTemporaryDirectory(async (directory) => {
      const server = await startServer(join(directory, "data"));
      const first = { directory, server, api, upstream };
      await apply(first, reach(first));
      await use(first);
      assert.equal(await server.stop(), 0, server.output());
    });
  } finally {
    api.closeAllConnections();
    api.close();
  }
}

/** Where the gateway of a server listens. */
export function gatewayUrl({ output }: RunningServer): string {
  const url = /Requests of clients pass through (http:\S+)/.exec(output())?.[1];
  assert.ok(url !== undefined, output());
  return url;
}

async function apply({ directory, server }: FirstApi, reach: readonly string[]): Promise<void> {
  for (const name of ["first-api", "openapi"]) cpSync(join(EXAMPLES, name), join(directory, name), { recursive: true });
  const file = join(directory, "first-api", "plan.yaml");
  const text = readFileSync(file, "utf8")
    .replace(/^ {4}at: .*\n {4}upstream: .*\n/m, reach.map((line) => `    ${line}\n`).join(""))
    .replace("rateLimit: 5/s", "rateLimit: 20/s")
    .replace("rateLimit: 50/s", "rateLimit: 100000/s");
  writeFileSync(file, text);
  await runPlimsoll(server, ["apply", "-f", join(directory, "first-api")]);
}

/** Runs a verb against a server; fails unless it is done. */
export async function runPlimsoll(server: RunningServer, args: readonly string[]): Promise<void> {
  const env = { ...process.env, PLIMSOLL_SERVER: server.url, PLIMSOLL_TOKEN: server.adminToken };
  const child = spawn(process.execPath, [PLIMSOLL, ...args], { env });
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(code, 0, told);
}
