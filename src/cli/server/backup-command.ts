import { Command, Option } from "commander";
import { EXIT } from "../exit.ts";

interface Flags {
  readonly server: string;
  readonly token: string;
}

/** The verb `backup`: asks a running server for a backup, and prints the folder that holds it, on the server's machine. */
export function backupCommand(exit: (code: number) => void): Command {
  return new Command("backup")
    .description("Have a running server write a backup into its data directory, and print where it lies.")
    .addOption(
      new Option("--server <url>", "address of the server").env("PLIMSOLL_SERVER").default("http://localhost:4747"),
    )
    .addOption(new Option("--token <token>", "token of an administrator").env("PLIMSOLL_TOKEN").makeOptionMandatory())
    .addHelpText("after", "\nManual: docs/manual/backup.md")
    .exitOverride()
    .action(async (flags: Flags) => {
      const { askServer } = await import("./ask-server.ts");
      const { folder } = (await askServer(flags, "POST", "/api/v1/backups")) as { readonly folder: string };
      process.stdout.write(`${folder}\n`);
      exit(EXIT.done);
    });
}
