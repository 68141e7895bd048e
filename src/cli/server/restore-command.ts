import { Command, Option } from "commander";
import type { Roles } from "./start-options.ts";

/** The verb `restore`: a backup back into an empty directory, with no server running there. */
export function restoreCommand(roles: Roles, exit: (code: number) => void): Command {
  return new Command("restore")
    .description("Bring a backup back into an empty data directory.")
    .argument("<backup>", "the folder that `plimsoll backup` printed")
    .addOption(
      new Option("--data <directory>", "a directory that is empty or absent")
        .env("PLIMSOLL_DATA")
        .makeOptionMandatory(),
    )
    .addOption(new Option("--state <url>", "PostgreSQL without tables, for the state").env("PLIMSOLL_STATE"))
    .addHelpText("after", "\nManual: docs/manual/backup.md")
    .exitOverride()
    .action(async (backup: string, flags: { data: string; state?: string }) =>
      exit(await roles.restore({ backup, ...flags })),
    );
}
