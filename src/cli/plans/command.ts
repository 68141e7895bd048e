import { Command } from "commander";
import type { ExportFlags } from "./export-plans.ts";

const IMPORT_EXAMPLES = `
Examples
  plimsoll plans import sla.yaml > plan/plans.yaml   then: plimsoll diff -f plan/

Exit codes: 0 done; 1 not valid; 2 wrong use, or a file that is no text.
Manual: docs/manual/plans.md`;

const EXPORT_EXAMPLES = `
Examples
  plimsoll plans export -f plan/ --id orders --provider "Acme Ltd" --api ./orders.openapi.yaml > sla.yaml

Exit codes: 0 done; 2 the texts are not valid, or wrong use.
Manual: docs/manual/plans.md`;

/** The verb `plans`: plans from and to documents of SLA4OAI 1.0, without a server. */
export function plansCommand(exit: (code: number) => void): Command {
  const imported = new Command("import")
    .description("Print the plans of an SLA4OAI document (1.0, YAML or JSON) as text that `apply` takes.")
    .argument("<file>", "YAML or JSON")
    .addHelpText("after", IMPORT_EXAMPLES)
    .exitOverride()
    .action(async (file: string) => {
      const { importPlans } = await import("./import-plans.ts");
      exit(importPlans(file));
    });
  const exported = new Command("export")
    .description("Print the plans of texts as an SLA4OAI document (1.0).")
    .requiredOption("-f, --file <path...>", "files of the plan, or folders with *.yaml")
    .requiredOption("--id <id>", "name of the document")
    .option("--provider <name>", "who offers the plans")
    .option("--api <reference>", "where the API's OpenAPI document lies")
    .addHelpText("after", EXPORT_EXAMPLES)
    .exitOverride()
    .action(async (flags: ExportFlags) => {
      const { exportPlans } = await import("./export-plans.ts");
      exit(exportPlans(flags));
    });
  return new Command("plans")
    .description("Plans from and to SLA4OAI documents.")
    .exitOverride()
    .addCommand(imported)
    .addCommand(exported);
}
