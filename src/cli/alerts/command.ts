import { Command } from "commander";
import { routeCommand } from "./route/command.ts";

/** The verbs about alerts that need no server; each gives its exit code through `exit`. */
export function alertsCommand(exit: (code: number) => void): Command {
  return new Command("alerts").description("Where alerts go.").exitOverride().addCommand(routeCommand(exit));
}
