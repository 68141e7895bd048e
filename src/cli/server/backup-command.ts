import { Command, Option } from "commander";
import { HOUR_MS } from "#kernel";
import { EXIT } from "../exit.ts";

/** A large log takes a while to be copied. */
const BACKUP_MS_MAX = HOUR_MS;

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
      process.stdout.write(`${await takeBackup(flags)}\n`);
      exit(EXIT.done);
    });
}

/** Gives the folder. */
async function takeBackup({ server, token }: Flags): Promise<string> {
  const { callServer, refuseFailure } = await import("#stories");
  const { signal } = new AbortController();
  const headers = { "content-type": "application/json" };
  const call = { path: "/api/v1/backups", method: "POST", headers, body: "{}", answerMsMax: BACKUP_MS_MAX } as const;
  const answer = await refuseFailure(await callServer({ url: server, token, signal }, call));
  return ((await answer.json()) as { readonly folder: string }).folder;
}
