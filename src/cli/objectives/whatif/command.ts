import { Command, Option } from "commander";
import type { WhatIfOptions } from "./options.ts";

const EXAMPLES = `
Examples
  plimsoll objectives whatif --objectives plimsoll.yaml --counts counts.csv
  plimsoll objectives whatif --objectives plimsoll.yaml --counts counts.csv --target 99.5%,99.95% --zone Europe/Berlin
  plimsoll objectives whatif --objectives plimsoll.yaml --counts counts.csv --pairs "page 5% in 6h / 30m, ticket 10% in 3d"
  plimsoll objectives whatif --objectives plimsoll.yaml --counts counts.csv --client acme --json

Exit codes: 0 done; 2 wrong use, or a file that cannot be believed: nothing is computed then.
Manual: docs/manual/objectives.md`;

/** The verb `objectives whatif`: its flags, and its exit code through `exit`. */
export function whatIfCommand(exit: (code: number) => void): Command {
  return new Command("whatif")
    .description("Try other targets and pairs of windows on recorded counts: budgets, pages, nights, outages missed.")
    .requiredOption("--objectives <file>", "plan with objectives, or OpenSLO documents: what is promised now")
    .requiredOption("--counts <file>", "CSV at,valid,bad[,client], or - for standard input")
    .option("--target <list>", "targets to try, such as 99.5%,99.95% (default: the usual ones, and the one supported)")
    .option("--pairs <list>", 'pairs to try, such as "page 2% in 1h / 5m, ticket 10% in 3d" (default: as they are)')
    .option("--client <name>", "try them on this client's counts alone")
    .option("--zone <zone>", "time zone by whose clock people sleep, such as Europe/Berlin", "UTC")
    .addOption(new Option("--guard <on|off>", "guard against low traffic").choices(["on", "off"]).default("on"))
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (flags: Omit<WhatIfOptions, "guard" | "json"> & { guard: "on" | "off"; json?: boolean }) => {
      const { whatIfVerb } = await import("./what-if-verb.ts");
      exit(await whatIfVerb({ ...flags, guard: flags.guard === "on", json: flags.json ?? false }));
    });
}
