import { Command } from "commander";
import { serverOptions } from "../server/ask-server.ts";
import type { ImportFlags } from "./import-verb.ts";

const EXAMPLES = `
Examples
  plimsoll clients import partners.csv --dry-run   says what it would do, and does nothing
  plimsoll clients import partners.csv             takes the file whole, or says all that is wrong with it

Columns: client, organisation; organisation_title, title, description, environment, seen_as, contacts, key_sha256, key_prefix, key_last_four.
Exit codes: 0 taken; 2 the file is not valid and nothing was taken, or wrong use; 3 the server is away.

Manual: docs/manual/clients.md`;

/** The verb `clients`: what is done with many clients at once. */
export function clientsCommand(exit: (code: number) => void): Command {
  const imported = new Command("import")
    .description("Register the clients of a CSV file, with their organisations, contacts and keys.")
    .argument("<file>", "CSV with a head line")
    .option("--dry-run", "say what would be done, and do nothing")
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (file: string, flags: ImportFlags) => {
      const { importVerb } = await import("./import-verb.ts");
      exit(await importVerb(file, flags));
    });
  for (const option of serverOptions("write clients")) imported.addOption(option);
  return new Command("clients").description("Clients, many at once.").exitOverride().addCommand(imported);
}
