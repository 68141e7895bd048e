import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { postgresFolders } from "../../tools/test/programs.ts";

/** A PostgreSQL of our own that listens on a socket in its folder and nowhere else. */
export interface RunningPostgres {
  /** The URL of a new, empty database. */
  readonly newDatabase: () => Promise<string>;
  /** Ends it by its process id, waits until it is gone, and removes its folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Makes a cluster in a temporary folder and starts it. PostgreSQL refuses to run as root, so then it runs as the user
 * that its package made. Texts sort by a language's rules there, as they do on most servers: ours must not depend on it.
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-postgres-"));
  const as = unprivileged();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(directory, as.uid, as.gid);
  const files = join(directory, "files");
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];
  execFileSync(program("initdb"), ["-D", files, "-U", "plimsoll", "--auth=trust", "--no-sync", ...locale], {
    ...as,
    cwd: directory,
    stdio: "pipe",
  });
  const settings = ["listen_addresses=", `unix_socket_directories=${directory}`, "fsync=off", "log_line_prefix="];
  const child = spawn(program("postgres"), ["-D", files, ...settings.flatMap((each) => ["-c", each])], {
    ...as,
    cwd: directory,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ready(child);
  let made = 0;
  return {
    newDatabase: async () => {
      const name = `trial${made++}`;
      const client = new pg.Client({ host: directory, user: "plimsoll", database: "postgres" });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `postgresql:///${name}?user=plimsoll&host=${encodeURIComponent(directory)}`;
    },
    stop: async () => {
      // Fast shutdown: it ends open sessions itself.
      child.kill("SIGINT");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(directory, { recursive: true });
    },
  };
}

/** The program of the newest version that is installed. */
function program(name: string): string {
  const found = postgresFolders().map((folder) => join(folder, name));
  return found.find((path) => existsSync(path)) ?? name;
}

function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function idOf(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

async function ready(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error("standard error is not open");
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) {
    said.push(line);
    if (!line.includes("ready to accept connections")) continue;
    // Read on, so that a full pipe never stops it.
    child.stderr.resume();
    return;
  }
  throw new Error(`PostgreSQL ended before it was ready:\n${said.join("\n")}`);
}
