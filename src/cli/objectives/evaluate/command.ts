import { Command, InvalidArgumentError, Option } from "commander";
import { parseRfc3339 } from "#intake";
import { GRID_MS } from "#objectives";

const EXAMPLES = `
The counts: CSV with the header at,valid,bad or at,valid,bad,client; one row for each slot (and client).
  at                    start of the slot, RFC 3339; all slots of one length, a multiple of ten seconds
  valid, bad            requests that counted in it, and how many of them were bad
  A row with 0,0 says that there was no traffic. A row that is missing says that nobody measured.

Examples
  plimsoll objectives evaluate --objectives plimsoll.yaml --counts counts.csv
  zcat counts.csv.gz | plimsoll objectives evaluate --objectives plimsoll.yaml --counts - --json
  plimsoll objectives evaluate --objectives plimsoll.yaml --counts counts.csv --at 2026-03-02T01:00:00Z

Exit codes: 0 done; 2 wrong use, or a file that cannot be believed: nothing is computed then.
Manual: docs/manual/evaluate.md`;

interface Flags {
  readonly objectives: string;
  readonly counts: string;
  readonly cumulative?: boolean;
  readonly at?: number;
  readonly guard: "on" | "off";
  readonly json?: boolean;
}

/** The verb `objectives evaluate`: its flags, and its exit code through `exit`. */
export function evaluateCommand(exit: (code: number) => void): Command {
  return new Command("evaluate")
    .description("Judge counts by objectives: budgets, and the alerts that would have fired and when.")
    .requiredOption("--objectives <file>", "plan with objectives, or OpenSLO documents")
    .requiredOption("--counts <file>", "CSV at,valid,bad[,client], or - for standard input")
    .option("--cumulative", "valid and bad are totals that only grow (for each client), read at the instant")
    .option(
      "--at <instant>",
      "judge at this instant; later rows are ignored (default: the end of the last row)",
      instant,
    )
    .addOption(new Option("--guard <on|off>", "guard against low traffic").choices(["on", "off"]).default("on"))
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async ({ cumulative = false, guard, json = false, ...flags }: Flags) => {
      const { evaluate } = await import("./evaluate.ts");
      exit(await evaluate({ ...flags, at: flags.at, cumulative, guard: guard === "on", json }));
    });
}

function instant(text: string): number {
  const at = parseRfc3339(text);
  if (at !== undefined && at % GRID_MS === 0) return at;
  throw new InvalidArgumentError(
    at === undefined
      ? "It is not an instant in RFC 3339, such as 2026-03-02T01:00:00Z."
      : "It is not on the grid of ten seconds: end it with :00, :10, :20 …",
  );
}
