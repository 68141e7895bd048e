import { Command } from "commander";
import { EXIT } from "../../exit.ts";
import { serverOptions, type ServerFlags } from "../../server/ask-server.ts";

const EXAMPLES = `
The id stands in each message about the alert, and in the address of its page.

Examples
  plimsoll alerts explain alert_01kd3v7w8m0000000000000000
  plimsoll alerts explain alert_01kd3v7w8m0000000000000000 --json

Exit codes: 0 done; 2 wrong use, or no such alert; 3 the server is away.
Manual: docs/manual/alert-groups.md`;

interface ExplainFlags extends ServerFlags {
  readonly json?: boolean;
}

/** The verb `alerts explain`: its flags, and its exit code through `exit`. */
export function explainCommand(exit: (code: number) => void): Command {
  const command = new Command("explain")
    .description("Say why an alert did or did not page: its routes, its groups, what mutes it, what is told next.")
    .argument("<id>", "id of the alert")
    .option("--json", "print one JSON document");
  for (const option of serverOptions("read alerts")) command.addOption(option);
  return command
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (id: string) => {
      const { explainVerb } = await import("./explain-verb.ts");
      await explainVerb(id, command.opts<ExplainFlags>());
      exit(EXIT.done);
    });
}
