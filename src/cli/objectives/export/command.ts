import { Command, Option } from "commander";
import type { ExportOptions } from "./export-objectives.ts";

const EXAMPLES = `
Examples
  plimsoll objectives export --to openslo --objectives plimsoll.yaml
  plimsoll objectives export --to prometheus --objectives plimsoll.yaml --out plimsoll.rules.yml
  promtool check rules plimsoll.rules.yml

Exit codes: 0 done; 2 wrong use, or an objective that cannot be exported.
Manual: docs/manual/openslo.md, docs/manual/prometheus.md`;

/** The verb `objectives export`: its flags, and its exit code through `exit`. */
export function exportCommand(exit: (code: number) => void): Command {
  return new Command("export")
    .description("Write the objectives of a plan in another system's language.")
    .addOption(new Option("--to <language>", "what to write").choices(["openslo", "prometheus"]).makeOptionMandatory())
    .requiredOption("--objectives <file>", "plan with objectives, or OpenSLO documents")
    .option("--objective <name...>", "only these, by name (default: all)")
    .option("--out <file>", "file to write (default: standard output)")
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .action(async (options: ExportOptions) => {
      const { exportObjectives } = await import("./export-objectives.ts");
      exit(exportObjectives(options));
    });
}
