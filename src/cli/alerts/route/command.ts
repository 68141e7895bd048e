import { Command, InvalidArgumentError } from "commander";
import { parseRfc3339 } from "#intake";

const EXAMPLES = `
The file: a plan with routing:, or an alertmanager.yml; its receivers, and what of it Plimsoll takes over, are told on
standard error.

Examples
  plimsoll alerts route --config plimsoll.yaml --label api=orders --label urgency=page
  plimsoll alerts route --config alertmanager.yml --label alertname=Down --label team=payments --json
  plimsoll alerts route --config alertmanager.yml --label team=payments --at 2026-12-25T03:00:00Z

Exit codes: 0 done; 2 wrong use, or a file that is not right: all that is wrong with it is told.
Manual: docs/manual/alert-routes.md`;

interface Flags {
  readonly config: string;
  readonly label?: readonly string[];
  readonly at?: number;
  readonly json?: boolean;
}

/** The verb `alerts route`: its flags, and its exit code through `exit`. */
export function routeCommand(exit: (code: number) => void): Command {
  return new Command("route")
    .description("Show where an alert with these labels goes, and why.")
    .requiredOption("--config <file>", "plan with routing, or an alertmanager.yml")
    .option("--label <name=value...>", "a label of the alert; as often as it has labels")
    .option("--at <instant>", "say, too, whether somebody would be told at this instant", instant)
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async ({ config, label = [], at, json = false }: Flags) => {
      const { routeVerb } = await import("./route-verb.ts");
      exit(routeVerb({ config, labels: label, at: at ?? null, json }));
    });
}

function instant(text: string): number {
  const at = parseRfc3339(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError("It is not an instant in RFC 3339, such as 2026-03-02T01:00:00Z.");
}
