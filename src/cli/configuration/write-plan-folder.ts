import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { referencesOf } from "#configuration";
import { countText, Refusal } from "#kernel";
import { askServer, type ServerFlags } from "../server/ask-server.ts";
import { writeOutput } from "../write-output.ts";

/** The text in the folder; the OpenAPI documents that it names lie beside it. */
const PLAN_FILE = "plan.yaml";
const DOCUMENT = /^file:\.\/(?<api>[a-z0-9-]+)\.(?<version>.+)\.openapi\.yaml$/;

/**
 * Writes what a server has into a folder that `apply` takes, documents included. Refuses to write over anything that is
 * there. Gives what was written, in a sentence.
 */
export async function writePlanFolder(server: ServerFlags, folder: string, text: string): Promise<string> {
  const files = new Map([[PLAN_FILE, text]]);
  for (const { reference } of referencesOf([{ file: PLAN_FILE, text }])) {
    const { api, version } = DOCUMENT.exec(reference)?.groups ?? {};
    if (api === undefined || version === undefined) continue;
    const path = `/apis/${api}/versions/${encodeURIComponent(version)}/openapi`;
    files.set(reference.slice("file:./".length), await askServer(server, { path }));
  }
  const paths = new Map([...files].map(([name, content]) => [join(folder, name), content]));
  const taken = [...paths.keys()].find((path) => existsSync(path));
  if (taken !== undefined) {
    throw new Refusal(
      "conflict",
      "output.exists",
      `${taken} is there already, and nothing was written. Give --out a folder that is new, or without these files.`,
    );
  }
  makeFolder(folder);
  for (const [path, content] of paths) writeOutput("--out", path, content);
  return `${countText(paths.size)} ${paths.size === 1 ? "file" : "files"} written: ${[...paths.keys()].join(", ")}`;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal("invalid", "output.not-written", `${folder} cannot be made (${code}). Choose another for --out.`);
  }
}
