import { Command, CommanderError } from "commander";
import { inlineMore } from "#kernel";
import { alertsCommand } from "./alerts/command.ts";
import { clientsCommand } from "./clients/command.ts";
import { configurationCommands } from "./configuration/commands.ts";
import { auditCommand } from "./audit/command.ts";
import { EXIT, refused } from "./exit.ts";
import { loginCommands } from "./login/commands.ts";
import { gatewayCommand } from "./gateway/command.ts";
import { objectivesCommand } from "./objectives/command.ts";
import { onCallCommand } from "./oncall/command.ts";
import { opensloCommand } from "./openslo/command.ts";
import { plansCommand } from "./plans/command.ts";
import { releaseCommand } from "./release/command.ts";
import { replayCommand } from "./replay/command.ts";
import { backupCommand } from "./server/backup-command.ts";
import { restoreCommand } from "./server/restore-command.ts";
import { startCommand } from "./server/start-command.ts";
import type { Roles } from "./server/start-options.ts";
import { version } from "./version.ts";

/** Runs one verb, or a role, and gives the exit code. `argv` is what stands after the program's name. */
export async function runProgram(argv: readonly string[], roles: Roles): Promise<number> {
  inlineMore();
  let code: number = EXIT.done;
  const program = new Command("plimsoll")
    .description("Take your API live, and keep what you promised each client.")
    .version(version())
    .showHelpAfterError("(plimsoll --help tells what there is)")
    .exitOverride()
    // What stands behind a verb is the verb's: `gateway` and `gateway config` both have a --port.
    .enablePositionalOptions()
    .addCommand(startCommand(roles, (exit) => (code = exit)))
    .addCommand(gatewayCommand(roles, (exit) => (code = exit)))
    .addCommand(restoreCommand(roles, (exit) => (code = exit)))
    .addCommand(backupCommand((exit) => (code = exit)))
    .addCommand(clientsCommand((exit) => (code = exit)))
    .addCommand(plansCommand((exit) => (code = exit)))
    .addCommand(releaseCommand((exit) => (code = exit)))
    .addCommand(replayCommand((exit) => (code = exit)))
    .addCommand(objectivesCommand((exit) => (code = exit)))
    .addCommand(onCallCommand((exit) => (code = exit)))
    .addCommand(alertsCommand((exit) => (code = exit)))
    .addCommand(auditCommand((exit) => (code = exit)))
    .addCommand(opensloCommand((exit) => (code = exit)));
  for (const command of configurationCommands((exit) => (code = exit))) program.addCommand(command);
  for (const command of loginCommands((exit) => (code = exit))) program.addCommand(command);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    return refused(error);
  }
}
