import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROXIES, type ProxyName, proxiedApi, type ShownApi } from "#gateway";
import { Refusal } from "#kernel";
import { EXIT } from "../exit.ts";
import { askServer, type ServerFlags } from "../server/ask-server.ts";

/** What `gateway config` was told. */
export interface ConfigFlags extends ServerFlags {
  readonly api?: readonly string[];
  readonly auth: string;
  readonly port: number;
  readonly logs: string;
  readonly out?: string;
}

interface Page {
  readonly items: readonly ShownApi[];
  readonly next: string | null;
}

/** Writes the configuration of a proxy for APIs of a server: to a directory, or where it is one file to standard output. */
export async function writeConfig(proxy: ProxyName, flags: ConfigFlags): Promise<number> {
  const { auth, port, logs, out } = flags;
  const apis = (await shownApis(flags)).map(proxiedApi);
  const files = PROXIES[proxy]({ apis, auth, port, logs });
  if (out === undefined) {
    process.stdout.write(files.map(({ text }) => text).join("\n"));
    return EXIT.done;
  }
  mkdirSync(out, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(out, name), text);
  process.stdout.write(`${files.map(({ name }) => join(out, name)).join("\n")}\n`);
  return EXIT.done;
}

/** Those that are named, else all that have an address. */
async function shownApis({ api: names, ...flags }: ConfigFlags): Promise<ShownApi[]> {
  const all: ShownApi[] = [];
  for (let next: string | null = ""; next !== null;) {
    const cursor: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const page = JSON.parse(await askServer(flags, { path: `/apis?limit=200${cursor}` })) as Page;
    all.push(...page.items);
    next = page.next;
  }
  if (names === undefined) return all.filter(({ at }) => at !== null);
  return names.map((name) => all.find(({ api }) => api === name) ?? unknown(name));
}

function unknown(name: string): never {
  throw new Refusal("not-found", "api.unknown", `The server has no API ${name}. Name one of those that it has.`);
}
