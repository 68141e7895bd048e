import { Command } from "commander";
import { evaluateCommand } from "./evaluate/command.ts";
import { exportCommand } from "./export/command.ts";
import { whatIfCommand } from "./whatif/command.ts";

/** The verbs about objectives that need no server; each gives its exit code through `exit`. */
export function objectivesCommand(exit: (code: number) => void): Command {
  return new Command("objectives")
    .description("Judge counts by objectives, try others, and export them.")
    .exitOverride()
    .addCommand(evaluateCommand(exit))
    .addCommand(whatIfCommand(exit))
    .addCommand(exportCommand(exit));
}
