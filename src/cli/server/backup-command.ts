import { Command } from "commander";
import { HOUR_MS } from "#kernel";
import { EXIT } from "../exit.ts";
import { askServer, type ServerFlags, serverOptions } from "./ask-server.ts";

/** A large log takes a while to be copied. */
const BACKUP_MS_MAX = HOUR_MS;

/** The verb `backup`: asks a running server for a backup, and prints the folder that holds it, on the server's machine. */
export function backupCommand(exit: (code: number) => void): Command {
  const backup = new Command("backup")
    .description("Have a running server write a backup into its data directory, and print where it lies.")
    .addHelpText("after", "\nManual: docs/manual/backup.md")
    .exitOverride()
    .action(async (flags: ServerFlags) => {
      process.stdout.write(`${await takeBackup(flags)}\n`);
      exit(EXIT.done);
    });
  for (const option of serverOptions("take backups")) backup.addOption(option);
  return backup;
}

/** Gives the folder. */
async function takeBackup(flags: ServerFlags): Promise<string> {
  const call = { path: "/backups", method: "POST", body: {}, answerMsMax: BACKUP_MS_MAX } as const;
  return (JSON.parse(await askServer(flags, call)) as { readonly folder: string }).folder;
}
