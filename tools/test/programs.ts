import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A real program that tests talk to, and the Debian package that brings it. */
export interface Program {
  readonly binary: string;
  readonly package: string;
}

/** Logs are read as these servers really write them, pages as this browser really shows them. */
export const PROGRAMS: readonly Program[] = [
  { binary: "chromium", package: "chromium" },
  { binary: "nginx", package: "nginx" },
  { binary: "haproxy", package: "haproxy" },
  { binary: "caddy", package: "caddy" },
  { binary: "apache2", package: "apache2-bin" },
  { binary: "logrotate", package: "logrotate" },
  { binary: "zstd", package: "zstd" },
  { binary: "promtool", package: "prometheus" },
  { binary: "amtool", package: "prometheus-alertmanager" },
  { binary: "postgres", package: "postgresql" },
];

/** Those that are in none of the folders: by default PATH, and where Debian puts servers. */
export function missingPrograms(folders: readonly string[] = programFolders()): Program[] {
  return PROGRAMS.filter(({ binary }) => !folders.some((folder) => existsSync(join(folder, binary))));
}

function programFolders(): string[] {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...path, "/usr/sbin", "/usr/local/sbin", "/sbin", ...postgresFolders()];
}

/** Debian keeps each major version's programs in a folder of its own; the newest comes first. */
export function postgresFolders(root = "/usr/lib/postgresql"): string[] {
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, "bin"));
}

/** The commands that bring them, as a person would type them. */
export function installCommands(programs: readonly Program[]): string[] {
  const names = programs.map((program) => program.package).join(" ");
  return ["apt-get update", `apt-get install --yes --no-install-recommends ${names}`];
}

/**
 * Installs what is missing where we may (root, Debian) and says so. Returns what a person has to do otherwise;
 * undefined when everything is there.
 */
export function ensurePrograms(say: (text: string) => void): string | undefined {
  const missing = missingPrograms();
  if (missing.length === 0) return undefined;
  const names = missing.map((program) => program.package).join(", ");
  const commands = installCommands(missing);
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return remedy(names, commands);
  say(`The tests run against real programs; installing ${names}. Their services are not started.`);
  const done = withoutStarting(() => commands.every((command) => runs(command, say)));
  return done && missingPrograms().length === 0 ? undefined : remedy(names, commands);
}

function remedy(names: string, commands: readonly string[]): string {
  const typed = commands.map((command) => `  sudo ${command}`).join("\n");
  return `The tests run against real programs, and these are missing: ${names}.\nInstall them (Debian):\n${typed}\nor run the unit tests alone: npm run test:unit\n`;
}

function runs(command: string, say: (text: string) => void): boolean {
  say(`  ${command}`);
  const [program = "", ...args] = command.split(" ");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8", timeout: 600_000 });
  if (status !== 0) say(`${stdout}${stderr}`);
  return status === 0;
}

const POLICY = "/usr/sbin/policy-rc.d";

/** Debian starts a server when it is installed, unless this file says no (101). An existing one is left alone. */
function withoutStarting<Result>(install: () => Result): Result {
  if (existsSync(POLICY)) return install();
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(POLICY);
  }
}
