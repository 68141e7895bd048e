import { Command } from "commander";
import { explainCommand } from "./explain/command.ts";
import { routeCommand } from "./route/command.ts";

/** The verbs about alerts; each gives its exit code through `exit`. */
export function alertsCommand(exit: (code: number) => void): Command {
  return new Command("alerts")
    .description("Where alerts go, and why one paged.")
    .exitOverride()
    .addCommand(routeCommand(exit))
    .addCommand(explainCommand(exit));
}
