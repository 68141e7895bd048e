import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type RunningServer, runsIn } from "./running-server.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));

/** A `plimsoll gateway` process. */
export interface RunningGateway {
  readonly url: string;
  /** Where `/healthz` and `/metrics` are. */
  readonly statusUrl: string;
  readonly output: () => string;
  /** Gives the exit code; null after SIGKILL. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** What a gateway needs to start. */
export interface GatewayParts {
  readonly server: Pick<RunningServer, "url">;
  /** One with the scope `gateway`. */
  readonly token: string;
  /** A directory in a temporary one: with that, the process ends. */
  readonly spool: string;
  /** On which it listens; absent: a free one. */
  readonly port?: number;
  /** Room for records that wait; absent: as usual. */
  readonly spoolMib?: number;
}

/** Starts `plimsoll gateway`, and waits until it is ready. */
export async function startGateway({
  server,
  token,
  spool,
  port = 0,
  spoolMib,
}: GatewayParts): Promise<RunningGateway> {
  const args = ["gateway", "--server", server.url, "--spool", spool, "--port", String(port)];
  if (spoolMib !== undefined) args.push("--spool-mib", String(spoolMib));
  const child = spawn(process.execPath, [PLIMSOLL, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PLIMSOLL_GATEWAY_TOKEN: token, NODE_ENV: "test" },
  });
  runsIn(spool, child);
  let written = "";
  child.stderr.on("data", (chunk: Buffer) => (written += chunk.toString()));
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      written += `${line}\n`;
      const found = /gateway is ready on (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`it ended before it was ready:\n${written}`)));
  });
  const statusUrl = /Its state is at (http:\/\/[^/]+)/.exec(written)?.[1] ?? "";
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await exited)[0];
  };
  return { url, statusUrl, output: () => written, end };
}
