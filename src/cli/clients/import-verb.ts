import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { countText, MINUTE_MS, Refusal } from "#kernel";
import { EXIT } from "../exit.ts";
import { askServer, type ServerFlags } from "../server/ask-server.ts";

/** What `clients import` is told by its flags. */
export interface ImportFlags extends ServerFlags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Of the file, in bytes; what a server takes at once is less. */
const FILE_BYTES_MAX = 50_000_000;
const ANSWER_MS_MAX = 5 * MINUTE_MS;

interface Imported {
  readonly organisations: { readonly created: number; readonly changed: number };
  readonly clients: { readonly created: number; readonly changed: number; readonly unchanged: number };
  readonly keys: { readonly created: number; readonly unchanged: number };
}

/** Sends the file to a server, and says what came of it. */
export async function importVerb(file: string, { dryRun = false, json = false, ...at }: ImportFlags): Promise<number> {
  const text = await textOf(file);
  const asked = {
    path: "/clients/import",
    method: "POST",
    body: { text, dryRun },
    answerMsMax: ANSWER_MS_MAX,
  } as const;
  const answer = await askServer(at, asked);
  process.stdout.write(json ? `${answer}\n` : importedText(JSON.parse(answer) as Imported, dryRun));
  return EXIT.done;
}

async function textOf(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > FILE_BYTES_MAX) {
    throw new Refusal(
      "limit",
      "import.too-large",
      `${file} has ${countText(size)} bytes, and at most ${countText(FILE_BYTES_MAX)} are read, so nothing was sent. Divide it into several.`,
    );
  }
  const bytes = await readFile(file);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new Refusal(
    "invalid",
    "import.not-text",
    `${file} is not text in UTF-8, so nothing was sent: names would arrive garbled. Save it as CSV in UTF-8.`,
  );
}

function importedText({ organisations, clients, keys }: Imported, dryRun: boolean): string {
  const would = dryRun ? "would be " : "";
  return [
    `${countText(clients.created)} clients ${would}registered, ${countText(clients.changed)} changed, ${countText(clients.unchanged)} as they were.`,
    `${countText(organisations.created)} organisations ${would}created, ${countText(organisations.changed)} changed.`,
    `${countText(keys.created)} keys ${would}entered, ${countText(keys.unchanged)} known already.`,
    ...(dryRun ? ["Nothing was done: without --dry-run it is."] : []),
    "",
  ].join("\n");
}
